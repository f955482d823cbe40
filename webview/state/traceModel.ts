import type { SiteId, SpanId } from '../../src/shared/ids.ts';
import { spanFlags, type TraceColumns } from '../../src/shared/traceColumns.ts';
import { type Bottleneck, bottlenecks } from '../../src/trace/bottlenecks.ts';
import { clockSkew, type SkewOffer } from '../../src/trace/clockSkew.ts';
import { type Concurrency, concurrency } from '../../src/trace/concurrency.ts';
import { type CriticalPath, criticalPath } from '../../src/trace/criticalPath.ts';
import { type DragAndSlack, dragAndSlack } from '../../src/trace/dragAndSlack.ts';
import { type IdleGap, idleGaps } from '../../src/trace/idleGaps.ts';
import { noiseOf } from '../../src/trace/noise.ts';
import { selfTimes } from '../../src/trace/selfTime.ts';
import { siblingGroups } from '../../src/trace/siblingFold.ts';
import { SpanIdTable } from '../../src/trace/spanIdTable.ts';
import { type ClockOffset, withClocks } from '../../src/trace/withClocks.ts';
import { lowerCaseTexts } from '../layout/find.ts';
import { GroupBlocks } from '../layout/groupBlocks.ts';
import { PathBlocks } from '../layout/pathBlocks.ts';
import { type Groups, rowGroups } from '../layout/rowGroups.ts';
import { SelfBlocks } from '../layout/selfBlocks.ts';
import { type SiblingPlaces, siblingPlaces } from '../layout/siblingPlaces.ts';
import { type TimeWindow, wholeTrace } from '../layout/timeScale.ts';
import { once } from './once.ts';
import { type TraceFacts, traceFacts } from './traceFacts.ts';

/** One version of a trace with all that is derived from it alone. Immutable; made anew for each version. */
export interface TraceModel {
  /** As the host sent them, or as they would be with other clocks. */
  readonly columns: TraceColumns;
  /** The clocks that were moved; none where the columns are as they were sent. */
  readonly clocks: readonly ClockOffset[];
  readonly whole: TimeWindow;
  readonly path: CriticalPath;
  readonly pathBlocks: PathBlocks;
  /** Spans of the critical path in the order in which it reaches them first. */
  readonly criticalSpans: Uint32Array;
  readonly groups: Groups;
  readonly findings: readonly Bottleneck[];
  readonly facts: TraceFacts;
  readonly selfBlocks: SelfBlocks;
  readonly groupBlocks: GroupBlocks;
  /** Index into the palette by index into `columns.strings`; only services have one. */
  readonly colourOf: Uint8Array;
  /** By span, its index in the columns that the host sent; `undefined` where it is the same. Made at the first call. */
  sentIndex(): Uint32Array | undefined;
  /** When nothing ran, by time; made at the first call. */
  gaps(): readonly IdleGap[];
  /** Clocks that seem to be wrong; found at the first call. */
  skew(): readonly SkewOffer[];
  /** Where rows stand among their siblings; made at the first call. */
  places(showNoise: boolean): SiblingPlaces;
  dragAndSlack(): DragAndSlack;
  concurrency(): Concurrency;
  /** Index of a span, or −1. */
  indexOf(id: SpanId): number;
  idOf(index: number): SpanId;
  /** Self time of each span, nanoseconds; made at the first call. */
  selfNano(): Float64Array;
  /** Distinct sites of the spans; made at the first call. */
  sites(): readonly SiteId[];
  /** Distinct texts of a column, in order; made at the first call. */
  textsOf(column: 'name' | 'service' | 'scope'): readonly string[];
  /** Lower case of `columns.strings`, made at the first call. */
  lowerTexts(): readonly string[];
}

/**
 * Derives everything once, and what the first picture does without when it is first asked for, since that picture
 * waits for the rest. `services` decides the colours, as in `ShownTrace`; `clocks` are moved before anything else is
 * looked at.
 */
export function makeTraceModel(
  sent: TraceColumns,
  services: readonly string[],
  clocks: readonly ClockOffset[] = [],
): TraceModel {
  const columns = clocks.length === 0 ? sent : withClocks(sent, clocks);
  const path = once(() => criticalPath(columns));
  const found = siblingGroups(columns);
  const ids = once(() => new SpanIdTable(columns.spanId, columns.count));
  const pathBlocks = once(() => new PathBlocks(path().sections, columns.count));
  const criticalSpans = once(() => distinct(path().sections.span, columns.count));
  const findings = once(() => bottlenecks(columns, path()));
  const groups = rowGroups(columns, found, noiseOf(columns));
  return {
    columns,
    clocks,
    whole: wholeTrace(columns.durationNano),
    get path() {
      return path();
    },
    get pathBlocks() {
      return pathBlocks();
    },
    get criticalSpans() {
      return criticalSpans();
    },
    get findings() {
      return findings();
    },
    groups,
    facts: traceFacts(columns, path),
    selfBlocks: new SelfBlocks(columns),
    groupBlocks: new GroupBlocks(columns),
    colourOf: coloursOfServices(columns, services),
    indexOf: (id) => ids().find(idBytes(id), 0),
    idOf: (index) => idText(columns.spanId, index),
    sentIndex: once(() => (columns === sent ? undefined : indexIn(sent, columns))),
    ...madeLater(columns, path, groups),
  };
}

type MadeLater = Pick<
  TraceModel,
  | 'gaps'
  | 'skew'
  | 'places'
  | 'dragAndSlack'
  | 'concurrency'
  | 'selfNano'
  | 'sites'
  | 'textsOf'
  | 'lowerTexts'
>;

function madeLater(columns: TraceColumns, path: () => CriticalPath, groups: Groups): MadeLater {
  const texts = new Map<string, readonly string[]>();
  const places = once(() => siblingPlaces(columns.parent, groups, false));
  const placesWithNoise = once(() => siblingPlaces(columns.parent, groups, true));
  return {
    gaps: once(() => idleGaps(columns)),
    skew: once(() => clockSkew(columns)),
    places: (showNoise) => (showNoise ? placesWithNoise() : places()),
    dragAndSlack: once(() => dragAndSlack(columns, path())),
    concurrency: once(() => concurrency(columns)),
    selfNano: once(() => selfTimes(columns)),
    sites: once(() => [...new Set(columns.site)] as SiteId[]),
    textsOf: (column) => {
      const known = texts.get(column) ?? distinctTexts(columns, column);
      texts.set(column, known);
      return known;
    },
    lowerTexts: once(() => lowerCaseTexts(columns.strings)),
  };
}

/** The index in `sent` of each span of `moved`. */
function indexIn(sent: TraceColumns, moved: TraceColumns): Uint32Array {
  const ids = new SpanIdTable(sent.spanId, sent.count);
  const bytes = new DataView(moved.spanId.buffer, moved.spanId.byteOffset);
  return Uint32Array.from({ length: moved.count }, (_, i) => ids.find(bytes, 8 * i));
}

/** Whether a span is shown as failed: by its status alone, as everywhere in Spanline. */
export function hasFailed(columns: TraceColumns, index: number): boolean {
  return columns.status[index] === 2;
}

/** Whether the parent that a span names is not there. */
export function missesParent(columns: TraceColumns, index: number): boolean {
  return ((columns.flags[index] as number) & spanFlags.missingParent) !== 0;
}

function distinct(spans: Uint32Array, count: number): Uint32Array {
  const seen = new Uint8Array(count);
  return spans.filter((span) => {
    const isNew = seen[span] === 0;
    seen[span] = 1;
    return isNew;
  });
}

function distinctTexts(columns: TraceColumns, column: 'name' | 'service' | 'scope'): readonly string[] {
  const used = new Uint8Array(columns.strings.length);
  for (const text of columns[column]) used[text] = 1;
  return columns.strings.filter((text, index) => used[index] === 1 && text !== '').sort();
}

/** Looks only at texts that are services: a trace can have as many texts as spans. */
function coloursOfServices({ strings, service }: TraceColumns, services: readonly string[]): Uint8Array {
  const places = new Map(services.map((name, place) => [name, place & 0xff]));
  const colours = new Uint8Array(strings.length);
  const seen = new Uint8Array(strings.length);
  for (let i = 0; i < service.length; i++) {
    const text = service[i] as number;
    if (seen[text] === 1) continue;
    seen[text] = 1;
    colours[text] = places.get(strings[text] as string) ?? 0;
  }
  return colours;
}

function idBytes(id: SpanId): DataView {
  const view = new DataView(new ArrayBuffer(8));
  view.setBigUint64(0, BigInt(`0x${id}`));
  return view;
}

/** The id at a place of a column of ids. */
export function idText(bytes: Uint8Array, index: number): SpanId {
  let text = '';
  for (let k = 8 * index; k < 8 * index + 8; k++) text += (bytes[k] as number).toString(16).padStart(2, '0');
  return text as SpanId;
}

/** The failed span behind `from` in direction `step`, around the ends; −1 without any. */
export function nextFailed({ columns }: TraceModel, from: number, step: 1 | -1): number {
  const { count } = columns;
  for (let k = 1, i = from < 0 && step < 0 ? 0 : from; k <= count; k++) {
    i = (i + step + count) % count;
    if (hasFailed(columns, i)) return i;
  }
  return -1;
}

/** A span and its siblings, by start. */
export function siblingsOf({ columns }: TraceModel, span: number): number[] {
  const above = columns.parent[span] as number;
  const end = above < 0 ? columns.count : above + (columns.subtree[above] as number);
  const siblings: number[] = [];
  for (let i = above + 1; i < end; i += columns.subtree[i] as number) siblings.push(i);
  return siblings;
}
