import { idWords, SpanIdTable } from './spanIdTable.ts';

/**
 * The first level with those that name the same missing parent together, where the earliest of them stands: they are
 * siblings, though nobody has seen their parent. `orphans` are indexes into `parentSpanId`, in the order of the first
 * level. Writes into `nextSibling`, the linked list of that level. O(n).
 */
export function orphansTogether(
  orphans: Uint32Array,
  parentSpanId: Uint8Array,
  nextSibling: Int32Array,
  firstRoot: number,
): void {
  const leaders = leadersOf(orphans, idWords(parentSpanId));
  const followers = linkFollowers(leaders);
  // A copy, since links that are still to be followed are written over.
  const before = nextSibling.slice();
  let orphan = 0;
  let tail = -1;
  for (let root = firstRoot; root >= 0; root = before[root] as number) {
    if (orphans[orphan] !== root) {
      tail = append(nextSibling, tail, root);
    } else if (leaders[orphan] === orphan) {
      for (let k = orphan; k >= 0; k = followers[k] as number) {
        tail = append(nextSibling, tail, orphans[k] as number);
      }
      orphan++;
    } else orphan++;
  }
  if (tail >= 0) nextSibling[tail] = -1;
}

function append(nextSibling: Int32Array, tail: number, span: number): number {
  if (tail >= 0) nextSibling[tail] = span;
  return span;
}

/** For each orphan, by its place, the place of the first one with the same parent. */
function leadersOf(orphans: Uint32Array, parents: Uint32Array): Int32Array {
  const words = new Uint32Array(2 * orphans.length);
  for (const [place, span] of orphans.entries()) {
    words[2 * place] = parents[2 * span] as number;
    words[2 * place + 1] = parents[2 * span + 1] as number;
  }
  const table = new SpanIdTable(new Uint8Array(words.buffer), orphans.length);
  return Int32Array.from(orphans, (_, place) =>
    table.findWords(words[2 * place] as number, words[2 * place + 1] as number),
  );
}

/** By place, the next orphan of the same parent; −1 ends a list. */
function linkFollowers(leaders: Int32Array): Int32Array {
  const next = new Int32Array(leaders.length).fill(-1);
  const lastOf = new Int32Array(leaders.length).fill(-1);
  for (let place = 0; place < leaders.length; place++) {
    const leader = leaders[place] as number;
    const last = lastOf[leader] as number;
    if (last >= 0) next[last] = place;
    lastOf[leader] = place;
  }
  return next;
}
