import { kindOf, type RowGroups, type Rows, rowOfSpan, spanOf } from './rows.ts';

/** What stands at the top of the view: a span, and how far its row is scrolled. Outlives the rows and the trace. */
export interface Anchor<Id> {
  readonly id: Id;
  /** Of a group's row, its kind. */
  readonly group: number | undefined;
  /** Pixels of the row above the edge. */
  readonly offset: number;
}

/** What stands at the top at position `top` among the rows. */
export function takeAnchor<Id>(
  rows: Rows,
  groups: RowGroups,
  top: number,
  rowHeight: number,
  idOf: (span: number) => Id,
): Anchor<Id> | undefined {
  if (rows.length === 0) return undefined;
  const row = Math.min(Math.floor(top / rowHeight), rows.length - 1);
  const entry = rows.entry[row] as number;
  return { id: idOf(spanOf(entry, groups)), group: kindOf(entry, groups), offset: top - row * rowHeight };
}

/** The position at which the anchor is where it was; `fallback` when its span is gone. */
export function anchoredTop<Id>(
  rows: Rows,
  groups: RowGroups,
  anchor: Anchor<Id> | undefined,
  rowHeight: number,
  indexOf: (id: Id) => number,
  fallback: number,
): number {
  const span = anchor === undefined ? -1 : indexOf(anchor.id);
  if (anchor === undefined || span < 0 || rows.length === 0) return fallback;
  return Math.max(0, rowOfSpan(rows, groups, span, anchor.group)) * rowHeight + anchor.offset;
}
