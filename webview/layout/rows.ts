/** The shape of a trace that rows are made from; the columns of `TraceColumns` by these names. */
export interface RowTree {
  readonly count: number;
  readonly depth: Uint32Array;
  readonly subtree: Uint32Array;
}

/** Runs of neighbouring leaves of one parent that are shown as one row each while they are closed. */
export interface RowGroups {
  readonly count: number;
  /** First span of each group, ascending. */
  readonly first: Uint32Array;
  /** The span after the last member of each group. */
  readonly end: Uint32Array;
}

/** What decides which rows there are. */
export interface RowChoice {
  /** 1 where the span's children are hidden. */
  readonly collapsed: Uint8Array;
  /** 1 where the group's members are shown. */
  readonly opened: Uint8Array;
  /** 1 where a span is to be shown, whatever is collapsed; `undefined` without a filter. */
  readonly keep: Uint8Array | undefined;
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

/** Makes the rows by one walk that skips hidden subtrees: linear in what is shown. */
export function buildRows(tree: RowTree, groups: RowGroups, choice: RowChoice): Rows {
  const rows = new RowWriter(tree.count + groups.count);
  if (choice.keep === undefined) writeRows(tree, groups, choice, rows);
  else writeKept(tree, choice.keep, rows);
  return rows.finish();
}

function writeRows(tree: RowTree, groups: RowGroups, choice: RowChoice, rows: RowWriter): void {
  const { depth, subtree } = tree;
  let group = 0;
  let openedEnd = 0;
  for (let i = 0; i < tree.count; ) {
    while (group < groups.count && (groups.first[group] as number) < i) group++;
    if (group < groups.count && groups.first[group] === i) {
      rows.push(~group, depth[i] as number);
      const end = groups.end[group] as number;
      if (choice.opened[group++] === 0) {
        i = end;
        continue;
      }
      openedEnd = end;
    }
    rows.push(i, (depth[i] as number) + (i < openedEnd ? 1 : 0));
    i += choice.collapsed[i] === 1 ? (subtree[i] as number) : 1;
  }
}

/** With a filter nothing is collapsed and no group is folded: what matches is to be seen. */
function writeKept(tree: RowTree, keep: Uint8Array, rows: RowWriter): void {
  for (let i = 0; i < tree.count; ) {
    if (keep[i] === 1) rows.push(i, tree.depth[i] as number);
    i += keep[i] === 1 ? 1 : (tree.subtree[i] as number);
  }
}

/** 1 for every span that matches and for all its ancestors. */
export function keepAncestors(parent: Int32Array, matches: Uint32Array, count: number): Uint8Array {
  const keep = new Uint8Array(count);
  for (const match of matches) {
    for (let at = match; at >= 0 && keep[at] === 0; at = parent[at] as number) keep[at] = 1;
  }
  return keep;
}

/** The span that an entry stands for: itself, or the first of its group. */
export function spanOf(entry: number, groups: RowGroups): number {
  return entry >= 0 ? entry : (groups.first[~entry] as number);
}

/**
 * The row of a span; where it is hidden, the last row before it, which is the ancestor or the group that hides
 * it when nothing is filtered. −1 when there are no rows. With `group`, the group's row rather than its first span's.
 */
export function rowOfSpan(rows: Rows, groups: RowGroups, span: number, group = false): number {
  let low = 0;
  let high = rows.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (spanOf(rows.entry[middle] as number, groups) <= span) low = middle + 1;
    else high = middle;
  }
  const last = low - 1;
  const before = last > 0 ? (rows.entry[last - 1] as number) : 0;
  return group && before < 0 && groups.first[~before] === span ? last - 1 : last;
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
  #length = 0;

  constructor(capacity: number) {
    this.#entry = new Int32Array(capacity);
    this.#depth = new Uint32Array(capacity);
  }

  push(entry: number, depth: number): void {
    this.#entry[this.#length] = entry;
    this.#depth[this.#length++] = depth;
  }

  finish(): Rows {
    return { length: this.#length, entry: this.#entry, depth: this.#depth };
  }
}
