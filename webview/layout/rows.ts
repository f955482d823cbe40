/** The shape of a trace that rows are made from; the columns of `TraceColumns` by these names. */
export interface RowTree {
  readonly count: number;
  readonly depth: Uint32Array;
  readonly subtree: Uint32Array;
}

/** Why spans are one row: equal siblings, noise by rule, or spans whose parent has not come. */
export const groupKinds = { siblings: 0, noise: 1, orphans: 2 } as const;

/**
 * Runs of neighbouring siblings, each with its whole subtree, that have a row of their own and are shown below it
 * while it is open. Groups lie in each other or apart, never across; by first span, the outer one first.
 */
export interface RowGroups {
  readonly count: number;
  /** One of `groupKinds`. */
  readonly kind: Uint8Array;
  /** First span of each group, ascending. */
  readonly first: Uint32Array;
  /** The span after the last one of each group. */
  readonly end: Uint32Array;
}

/** What decides which rows there are. */
export interface RowChoice {
  /** 1 where the span's children are hidden. */
  readonly collapsed: Uint8Array;
  /** 1 where the group's members are shown. */
  readonly opened: Uint8Array;
  /** 1 where a span is to be shown, and then for all its ancestors too; `undefined` shows all. */
  readonly shown?: Uint8Array | undefined;
  /** Whatever matches is to be seen: nothing is collapsed, and only spans without their parent are grouped. */
  readonly unfolded?: boolean;
  /** Noise is shown like other spans. */
  readonly showNoise?: boolean;
  /** Only the subtree of this span is shown, the span itself on the first level. */
  readonly focus?: number | undefined;
}

/**
 * The rows on show, top to bottom. An entry `e ≥ 0` is the span with that index, `e < 0` the group `~e`.
 * Members of an opened group stand one level deeper than their group.
 */
export interface Rows {
  readonly length: number;
  readonly entry: Int32Array;
  readonly depth: Uint32Array;
}

/** Makes the rows by one walk that skips hidden subtrees: linear in what is shown, and in the groups. */
export function buildRows(tree: RowTree, groups: RowGroups, choice: RowChoice): Rows {
  const first = choice.focus ?? 0;
  const end = choice.focus === undefined ? tree.count : first + (tree.subtree[first] as number);
  const rows = new RowWriter(end - first + groups.count, first < end ? (tree.depth[first] as number) : 0);
  new RowWalk(tree, groups, choice, rows).walk(first, end, choice.focus !== undefined);
  return rows.finish();
}

/** Groups lie in each other at most so deep: spans without parent, noise in them, equal siblings in that. */
const deepestNesting = 8;

/** One walk over the spans of a range, which is used once. */
class RowWalk {
  readonly #tree: RowTree;
  readonly #groups: RowGroups;
  readonly #choice: RowChoice;
  readonly #rows: RowWriter;
  /** Ends of the open groups that the walk is in, the outermost first. */
  readonly #openEnds = new Uint32Array(deepestNesting);
  #level = 0;
  #nextGroup = 0;

  constructor(tree: RowTree, groups: RowGroups, choice: RowChoice, rows: RowWriter) {
    this.#tree = tree;
    this.#groups = groups;
    this.#choice = choice;
    this.#rows = rows;
  }

  /** Groups that begin with a focused span hold what lies beside it. */
  walk(first: number, end: number, focused: boolean): void {
    const { subtree, depth } = this.#tree;
    const { shown, collapsed, unfolded = false } = this.#choice;
    const groups = this.#groups;
    this.#nextGroup = firstGroupFrom(groups, focused ? first + 1 : first);
    for (let i = first; i < end; ) {
      while (this.#level > 0 && i >= (this.#openEnds[this.#level - 1] as number)) this.#level--;
      if (this.#nextGroup < groups.count && (groups.first[this.#nextGroup] as number) <= i) {
        const behind = this.#enterGroups(i);
        if (behind > i) {
          i = behind;
          continue;
        }
      }
      if (shown !== undefined && shown[i] === 0) {
        i += subtree[i] as number;
        continue;
      }
      this.#rows.push(i, (depth[i] as number) + this.#level);
      i += collapsed[i] === 1 && !unfolded ? (subtree[i] as number) : 1;
    }
  }

  /** Writes the groups that begin at a span; returns where to go on, which is behind the first closed one. */
  #enterGroups(at: number): number {
    const { first, end, count } = this.#groups;
    while (this.#nextGroup < count && (first[this.#nextGroup] as number) <= at) {
      const group = this.#nextGroup++;
      if (first[group] !== at || this.#isPlain(group)) continue;
      if (!this.#hasShown(group)) return end[group] as number;
      this.#rows.push(~group, (this.#tree.depth[at] as number) + this.#level);
      if (this.#choice.opened[group] === 0 && this.#choice.unfolded !== true) return end[group] as number;
      this.#openEnds[this.#level++] = end[group] as number;
    }
    return at;
  }

  /** Whether the members stand there as if there were no group. */
  #isPlain(group: number): boolean {
    const kind = this.#groups.kind[group] as number;
    if (this.#choice.unfolded === true) return kind !== groupKinds.orphans;
    return kind === groupKinds.noise && this.#choice.showNoise === true;
  }

  #hasShown(group: number): boolean {
    const { shown } = this.#choice;
    if (shown === undefined) return true;
    const end = this.#groups.end[group] as number;
    for (let i = this.#groups.first[group] as number; i < end; i += this.#tree.subtree[i] as number) {
      if (shown[i] === 1) return true;
    }
    return false;
  }
}

/** The first group whose first span is `span` or a later one. */
function firstGroupFrom({ first, count }: RowGroups, span: number): number {
  let low = 0;
  let high = count;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((first[middle] as number) < span) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** 1 for every span that matches and for all its ancestors. */
export function keepAncestors(parent: Int32Array, matches: Uint32Array, count: number): Uint8Array {
  const keep = new Uint8Array(count);
  for (const match of matches) {
    for (let at = match; at >= 0 && keep[at] === 0; at = parent[at] as number) keep[at] = 1;
  }
  return keep;
}

/** Whether anything below a span is to be seen once it is open. */
export function hasShownBelow({ subtree }: RowTree, shown: Uint8Array | undefined, span: number): boolean {
  const size = subtree[span] as number;
  if (size === 1 || shown === undefined) return size > 1;
  const next = shown.indexOf(1, span + 1);
  return next >= 0 && next < span + size;
}

/** The span that an entry stands for: itself, or the first of its group. */
export function spanOf(entry: number, groups: RowGroups): number {
  return entry >= 0 ? entry : (groups.first[~entry] as number);
}

/**
 * The row of a span; where it is hidden, the last row before it, which is the ancestor or the group that hides
 * it when nothing is filtered. −1 when there are no rows. With `kind`, the row of that kind of group which begins
 * with the span.
 */
export function rowOfSpan(rows: Rows, groups: RowGroups, span: number, kind?: number): number {
  let low = 0;
  let high = rows.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (spanOf(rows.entry[middle] as number, groups) <= span) low = middle + 1;
    else high = middle;
  }
  const last = low - 1;
  if (kind === undefined) return last;
  for (let row = last; row >= 0; row--) {
    const entry = rows.entry[row] as number;
    if (spanOf(entry, groups) !== span) break;
    if (entry < 0 && groups.kind[~entry] === kind) return row;
  }
  return last;
}

/** The kind of the group that an entry is, or `undefined` for a span. */
export function kindOf(entry: number, groups: RowGroups): number | undefined {
  return entry >= 0 ? undefined : groups.kind[~entry];
}

/** The row of the parent, or −1: the last row above that is less deep. */
export function parentRow(rows: Rows, row: number): number {
  const depth = rows.depth[row] as number;
  for (let at = row - 1; at >= 0; at--) if ((rows.depth[at] as number) < depth) return at;
  return -1;
}

class RowWriter {
  readonly #entry: Int32Array;
  readonly #depth: Uint32Array;
  readonly #base: number;
  #length = 0;

  /** `base` is the depth that is told as 0. */
  constructor(capacity: number, base: number) {
    this.#entry = new Int32Array(capacity);
    this.#depth = new Uint32Array(capacity);
    this.#base = base;
  }

  push(entry: number, depth: number): void {
    this.#entry[this.#length] = entry;
    this.#depth[this.#length++] = depth - this.#base;
  }

  finish(): Rows {
    return { length: this.#length, entry: this.#entry, depth: this.#depth };
  }
}
