import { type ComparedKind, type ComparedRow, isDifferent } from '../../src/trace/compareTraces.ts';

/** Which rows of a comparison are on show. */
export interface ComparedChoice {
  /** Rows that differ, and the rows above them. */
  readonly differencesOnly: boolean;
  /** Numbers of the rows whose children are hidden. */
  readonly collapsed: ReadonlySet<number>;
}

/** Numbers of the rows on show, ascending. Two passes over the rows. */
export function comparedRows(rows: readonly ComparedRow[], choice: ComparedChoice): Uint32Array {
  const kept = choice.differencesOnly ? differing(rows) : undefined;
  const shown = new Uint32Array(rows.length);
  let length = 0;
  let hiddenBelow = Number.POSITIVE_INFINITY;
  for (let i = 0; i < rows.length; i++) {
    const { depth } = rows[i] as ComparedRow;
    if (depth > hiddenBelow) continue;
    hiddenBelow = choice.collapsed.has(i) ? depth : Number.POSITIVE_INFINITY;
    if (kept === undefined || kept[i] === 1) shown[length++] = i;
  }
  return shown.slice(0, length);
}

/** 1 for each row that differs and each above such a row: backwards, a parent is the next row that is less deep. */
function differing(rows: readonly ComparedRow[]): Uint8Array {
  const kept = new Uint8Array(rows.length);
  let wanted = 0;
  for (let i = rows.length - 1; i >= 0; i--) {
    const row = rows[i] as ComparedRow;
    if (!isDifferent(row) && row.depth >= wanted) continue;
    kept[i] = 1;
    wanted = row.depth;
  }
  return kept;
}

/** How many rows are of each kind; of those that take the same time, `otherwise` differ in numbers or in failures. */
export type ComparedCounts = Readonly<Record<ComparedKind | 'otherwise', number>>;

export function comparedCounts(rows: readonly ComparedRow[]): ComparedCounts {
  const counts = { same: 0, slower: 0, faster: 0, onlyLeft: 0, onlyRight: 0, otherwise: 0 };
  for (const row of rows) counts[row.kind === 'same' && isDifferent(row) ? 'otherwise' : row.kind]++;
  return counts;
}

/** Whether a row has rows below it. */
export function hasBelow(rows: readonly ComparedRow[], row: number): boolean {
  const next = rows[row + 1];
  return next !== undefined && next.depth > (rows[row] as ComparedRow).depth;
}

/** The row above that is less deep, or −1. */
export function aboveRow(rows: readonly ComparedRow[], row: number): number {
  const { depth } = rows[row] as ComparedRow;
  for (let i = row - 1; i >= 0; i--) if ((rows[i] as ComparedRow).depth < depth) return i;
  return -1;
}
