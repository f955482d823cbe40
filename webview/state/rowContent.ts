import { formatDuration } from '../../src/shared/duration.ts';
import type { SiteId } from '../../src/shared/ids.ts';
import type { PlaceKind } from '../../src/shared/placement.ts';
import type { SiteLine } from '../../src/shared/waterfallProtocol.ts';
import { lineOfSpan } from '../layout/lineOfSpan.ts';
import { lineText, lineWords } from '../layout/lineText.ts';
import { type Rows, spanOf } from '../layout/rows.ts';
import type { Folds } from './folds.ts';
import { hasFailed, missesParent, type TraceModel } from './traceModel.ts';

/** What the tree column says of a row. */
export interface RowContent {
  readonly entry: number;
  readonly depth: number;
  readonly twisty: 'none' | 'open' | 'closed';
  /** Number of the service's colour. */
  readonly colour: number;
  readonly name: string;
  /** Empty where the row above is of the same service. */
  readonly service: string;
  /** What is wrong with the span's place in the tree; empty where nothing is. */
  readonly problem: string;
  /** `charge.ts:19`, marked where it is not the span's own; empty where none is known. */
  readonly line: string;
  readonly lineKind: PlaceKind;
  /** The row for those who hear it. */
  readonly sentence: string;
  readonly place: number;
  readonly siblings: number;
}

/** Everything rows are told from; the same for all rows of a page. */
export interface RowSource {
  readonly model: TraceModel;
  readonly rows: Rows;
  readonly folds: Folds;
  /** While rows are filtered nothing is collapsed. */
  readonly filtered: boolean;
  readonly lines: ReadonlyMap<SiteId, SiteLine>;
}

export function rowContent(source: RowSource, row: number): RowContent {
  const { model, rows, lines } = source;
  const { columns } = model;
  const entry = rows.entry[row] as number;
  const span = spanOf(entry, model.groups);
  const above = row > 0 ? spanOf(rows.entry[row - 1] as number, model.groups) : -1;
  const service = columns.service[span] as number;
  const line = lineOfSpan(columns, span, lines);
  return {
    entry,
    depth: rows.depth[row] as number,
    twisty: twistyOf(source, entry),
    colour: model.colourOf[service] as number,
    name: nameOf(model, entry),
    service: above >= 0 && columns.service[above] === service ? '' : (columns.strings[service] as string),
    problem: entry >= 0 && missesParent(columns, span) ? 'no parent' : '',
    line: line === undefined ? '' : lineText(line),
    lineKind: line?.kind ?? 'own',
    sentence: sentenceOf(model, entry, line),
    ...placeOf(model, entry, span),
  };
}

/** `SELECT orders`, or of a group `12 × INSERT ledger`. */
export function nameOf({ columns, groups }: TraceModel, entry: number): string {
  const name = columns.strings[columns.name[spanOf(entry, groups)] as number] || 'span without a name';
  return entry >= 0 ? name : `${sizeOf(groups, ~entry)} × ${name}`;
}

/** The span's duration; of a group, the sum. Nanoseconds. */
export function durationOf({ columns, groups }: TraceModel, entry: number): number {
  return (entry >= 0 ? columns.duration[entry] : groups.sum[~entry]) as number;
}

/** From when a row's bar reaches: of a group, from its first member. Nanoseconds from the trace's start. */
export function barStart({ columns, groups }: TraceModel, entry: number): number {
  return columns.start[spanOf(entry, groups)] as number;
}

/** Until when a row's bar reaches: of a group, to the end of its last member. */
export function barEnd({ columns, groups }: TraceModel, entry: number): number {
  const last = entry >= 0 ? entry : (groups.end[~entry] as number) - 1;
  return (columns.start[last] as number) + (columns.duration[last] as number);
}

function sizeOf(groups: TraceModel['groups'], group: number): number {
  return (groups.end[group] as number) - (groups.first[group] as number);
}

function twistyOf({ model, folds, filtered }: RowSource, entry: number): RowContent['twisty'] {
  if (entry < 0) return folds.opened[~entry] === 1 ? 'open' : 'closed';
  if (model.columns.subtree[entry] === 1) return 'none';
  return filtered || folds.collapsed[entry] === 0 ? 'open' : 'closed';
}

function placeOf({ places, columns, groups }: TraceModel, entry: number, span: number) {
  const siblings = places.children[(columns.parent[span] as number) + 1] as number;
  if (entry < 0) return { place: places.ofGroup[~entry] as number, siblings };
  return { place: places.ofSpan[span] as number, siblings: memberCount(groups, span) || siblings };
}

/** Size of the group that a span is a member of, or 0. */
function memberCount(groups: TraceModel['groups'], span: number): number {
  let low = 0;
  let high = groups.count;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((groups.end[middle] as number) <= span) low = middle + 1;
    else high = middle;
  }
  return low < groups.count && span >= (groups.first[low] as number) ? sizeOf(groups, low) : 0;
}

function sentenceOf(model: TraceModel, entry: number, line: SiteLine | undefined): string {
  const { columns, groups } = model;
  const span = spanOf(entry, groups);
  const duration = durationOf(model, entry);
  const share = Math.round((100 * duration) / Math.max(columns.durationNano, 1));
  const errors = entry < 0 ? (groups.errors[~entry] as number) : 0;
  return [
    nameOf(model, entry),
    columns.strings[columns.service[span] as number] as string,
    `${formatDuration(duration)}${entry < 0 ? ' together' : ''}`,
    `${share} percent of the trace`,
    entry >= 0 && hasFailed(columns, span) ? 'error' : '',
    errors > 0 ? `${errors} failed` : '',
    entry >= 0 && missesParent(columns, span) ? 'its parent is missing' : '',
    (model.path.total[span] as number) > 0 ? 'on the critical path' : '',
    line === undefined ? '' : lineWords(line.kind, line.label),
  ]
    .filter((part) => part !== '')
    .join(', ');
}
