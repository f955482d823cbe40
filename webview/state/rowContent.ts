import { formatDuration } from '../../src/shared/duration.ts';
import type { SiteId } from '../../src/shared/ids.ts';
import type { PlaceKind } from '../../src/shared/placement.ts';
import { spanFlags, type TraceColumns } from '../../src/shared/traceColumns.ts';
import type { SiteLine } from '../../src/shared/waterfallProtocol.ts';
import { lineOfSpan } from '../layout/lineOfSpan.ts';
import { lineText, lineWords } from '../layout/lineText.ts';
import { groupKinds, hasShownBelow, kindOf, type Rows, spanOf } from '../layout/rows.ts';
import { cutName, shownName } from '../layout/shownName.ts';
import type { Folds } from './folds.ts';
import { count } from './traceFacts.ts';
import { hasFailed, idText, type TraceModel } from './traceModel.ts';

/** What the tree column says of a row. */
export interface RowContent {
  readonly entry: number;
  /** What the row stands for: a span, or a group of a kind. */
  readonly kind: 'span' | keyof typeof groupKinds;
  readonly depth: number;
  readonly twisty: 'none' | 'open' | 'closed';
  /** Number of the service's colour. */
  readonly colour: number;
  readonly name: string;
  /** Empty where the row above is of the same service. */
  readonly service: string;
  /** What is wrong with the span's place in the tree; empty where nothing is, or a row above says it. */
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
  readonly showNoise: boolean;
  /** 1 by span that is not hidden; `undefined` while none is. */
  readonly shown?: Uint8Array | undefined;
  /** Whether the sentence says what is on the critical path. */
  readonly withPath: boolean;
  readonly lines: ReadonlyMap<SiteId, SiteLine>;
}

export function rowContent(source: RowSource, row: number): RowContent {
  const { model, rows, lines } = source;
  const { columns } = model;
  const entry = rows.entry[row] as number;
  const kind = kindName(model, entry);
  const span = spanOf(entry, model.groups);
  const service = columns.service[span] as number;
  const line = kind === 'span' || kind === 'siblings' ? lineOfSpan(columns, span, lines) : undefined;
  const isOther = kind !== 'orphans' && service !== serviceAbove(source, row);
  return {
    entry,
    kind,
    depth: rows.depth[row] as number,
    twisty: twistyOf(source, entry),
    colour: model.colourOf[service] as number,
    name: nameOf(model, entry),
    service: isOther ? cutName(columns.strings[service] as string) : '',
    problem: entry >= 0 && isCut(columns, entry) ? 'circle of parents' : '',
    line: line === undefined ? '' : lineText(line),
    lineKind: line?.kind ?? 'own',
    sentence: sentenceOf(source, entry, line),
    ...placeOf(source, entry, span),
  };
}

/** Of the row above; −1 where there is none, or it has no service. */
function serviceAbove({ model, rows }: RowSource, row: number): number {
  const above = row > 0 ? (rows.entry[row - 1] as number) : undefined;
  if (above === undefined || kindName(model, above) === 'orphans') return -1;
  return model.columns.service[spanOf(above, model.groups)] as number;
}

/** What an entry stands for. */
export function kindName({ groups }: TraceModel, entry: number): RowContent['kind'] {
  switch (kindOf(entry, groups)) {
    case undefined:
      return 'span';
    case groupKinds.orphans:
      return 'orphans';
    case groupKinds.noise:
      return 'noise';
    default:
      return 'siblings';
  }
}

function isCut({ flags }: TraceColumns, span: number): boolean {
  return ((flags[span] as number) & spanFlags.cycle) !== 0;
}

/** `SELECT orders`; of groups `12 × INSERT ledger`, `7 internal spans`, `Parent 3f2a91bc… has not come: 2 spans`. */
export function nameOf(model: TraceModel, entry: number): string {
  const { columns, groups } = model;
  const name = shownName(columns.strings[columns.name[spanOf(entry, groups)] as number] as string);
  const size = entry < 0 ? (groups.size[~entry] as number) : 1;
  switch (kindName(model, entry)) {
    case 'span':
      return name;
    case 'siblings':
      return `${size} × ${name}`;
    case 'noise':
      return count(size, 'internal span', 'internal spans');
    case 'orphans':
      return `Parent ${shortId(missingParent(model, entry))} has not come: ${count(size, 'span', 'spans')}`;
  }
}

/** The id that the spans of a group name as their parent. */
export function missingParent({ columns, groups }: TraceModel, entry: number): string {
  return idText(columns.parentSpanId, spanOf(entry, groups));
}

function shortId(id: string): string {
  const digits = id.replace(/^0+/, '');
  return digits.length > 8 ? `${digits.slice(0, 8)}…` : digits;
}

/** The span's duration; of equal siblings and noise the sum, of spans without parent the time they span. Nanoseconds. */
export function durationOf(model: TraceModel, entry: number): number {
  const { columns, groups } = model;
  if (entry >= 0) return columns.duration[entry] as number;
  if (groups.kind[~entry] === groupKinds.orphans) return barEnd(model, entry) - barStart(model, entry);
  return groups.sum[~entry] as number;
}

/** From when a row's bar reaches: of a group, from its first member. Nanoseconds from the trace's start. */
export function barStart({ columns, groups }: TraceModel, entry: number): number {
  return columns.start[spanOf(entry, groups)] as number;
}

/** Until when a row's bar reaches: of a group, to the latest end in it. */
export function barEnd({ columns, groups }: TraceModel, entry: number): number {
  if (entry < 0) return groups.until[~entry] as number;
  return (columns.start[entry] as number) + (columns.duration[entry] as number);
}

function twistyOf({ model, folds, filtered, shown }: RowSource, entry: number): RowContent['twisty'] {
  if (entry < 0) return filtered || folds.opened[~entry] === 1 ? 'open' : 'closed';
  if (!hasShownBelow(model.columns, shown, entry)) return 'none';
  return filtered || folds.collapsed[entry] === 0 ? 'open' : 'closed';
}

function placeOf({ model, showNoise }: RowSource, entry: number, span: number) {
  const { columns, groups } = model;
  const places = model.places(showNoise);
  let around = (entry < 0 ? groups.outer[~entry] : groups.groupAt[span]) as number;
  while (around >= 0 && showNoise && groups.kind[around] === groupKinds.noise) {
    around = groups.outer[around] as number;
  }
  const isMember = around >= 0 && columns.parent[groups.first[around] as number] === columns.parent[span];
  return {
    place: (entry < 0 ? places.ofGroup[~entry] : places.ofSpan[span]) as number,
    siblings: (isMember
      ? places.members[around]
      : places.children[(columns.parent[span] as number) + 1]) as number,
  };
}

function sentenceOf({ model, withPath }: RowSource, entry: number, line: SiteLine | undefined): string {
  const { columns, groups } = model;
  const span = spanOf(entry, groups);
  const kind = kindName(model, entry);
  const duration = durationOf(model, entry);
  const share = Math.round((100 * duration) / Math.max(columns.durationNano, 1));
  const errors = entry < 0 ? (groups.errors[~entry] as number) : 0;
  return [
    nameOf(model, entry),
    kind === 'orphans' ? '' : cutName(columns.strings[columns.service[span] as number] as string),
    `${formatDuration(duration)}${kind === 'siblings' || kind === 'noise' ? ' together' : ''}`,
    `${share} percent of the trace`,
    entry >= 0 && hasFailed(columns, span) ? 'error' : '',
    errors > 0 ? `${errors} failed` : '',
    entry >= 0 && isCut(columns, span) ? 'its parents are a circle, cut here' : '',
    withPath && kind !== 'orphans' && (model.path.total[span] as number) > 0 ? 'on the critical path' : '',
    line === undefined ? '' : lineWords(line.kind, line.label),
  ]
    .filter((part) => part !== '')
    .join(', ');
}
