import type { SpanId } from '../../src/shared/ids.ts';
import { spanFlags, type TraceColumns } from '../../src/shared/traceColumns.ts';
import { type Bottleneck, bottlenecks } from '../../src/trace/bottlenecks.ts';
import { type CriticalPath, criticalPath } from '../../src/trace/criticalPath.ts';
import { selfTimes } from '../../src/trace/selfTime.ts';
import { siblingGroups } from '../../src/trace/siblingFold.ts';
import { SpanIdTable } from '../../src/trace/spanIdTable.ts';
import { lowerCaseTexts } from '../layout/find.ts';
import { GroupBlocks } from '../layout/groupBlocks.ts';
import { PathBlocks } from '../layout/pathBlocks.ts';
import type { RowGroups } from '../layout/rows.ts';
import { SelfBlocks } from '../layout/selfBlocks.ts';
import { type SiblingPlaces, siblingPlaces } from '../layout/siblingPlaces.ts';
import { type TimeWindow, wholeTrace } from '../layout/timeScale.ts';
import { type TraceFacts, traceFacts } from './traceFacts.ts';

/** Groups of equal siblings, with what their rows say. */
export interface Groups extends RowGroups {
  readonly sum: Float64Array;
  readonly errors: Uint32Array;
}

/** One version of a trace with all that is derived from it alone. Immutable; made anew for each version. */
export interface TraceModel {
  readonly columns: TraceColumns;
  readonly whole: TimeWindow;
  readonly path: CriticalPath;
  readonly pathBlocks: PathBlocks;
  /** Spans of the critical path in the order in which it reaches them first. */
  readonly criticalSpans: Uint32Array;
  readonly groups: Groups;
  readonly places: SiblingPlaces;
  readonly findings: readonly Bottleneck[];
  readonly facts: TraceFacts;
  readonly selfBlocks: SelfBlocks;
  readonly groupBlocks: GroupBlocks;
  /** Index into the palette by index into `columns.strings`; only services have one. */
  readonly colourOf: Uint8Array;
  /** Index of a span, or −1. */
  indexOf(id: SpanId): number;
  idOf(index: number): SpanId;
  /** Self time of each span, nanoseconds; made at the first call. */
  selfNano(): Float64Array;
  /** Distinct texts of a column, in order; made at the first call. */
  textsOf(column: 'name' | 'service' | 'scope'): readonly string[];
  /** Lower case of `columns.strings`, made at the first call. */
  lowerTexts(): readonly string[];
}

/** Derives everything once. `services` decides the colours, as in `ShownTrace`. */
export function makeTraceModel(columns: TraceColumns, services: readonly string[]): TraceModel {
  const path = criticalPath(columns);
  const found = siblingGroups(columns);
  const ids = new SpanIdTable(columns.spanId, columns.count);
  const colourOf = coloursOfServices(columns, services);
  const groups = groupsOf(columns, found);
  const texts = new Map<string, readonly string[]>();
  let lower: readonly string[] | undefined;
  let self: Float64Array | undefined;
  return {
    columns,
    whole: wholeTrace(columns.durationNano),
    path,
    pathBlocks: new PathBlocks(path.sections, columns.count),
    criticalSpans: distinct(path.sections.span, columns.count),
    groups,
    places: siblingPlaces(columns.parent, groups),
    findings: bottlenecks(columns, path, found),
    facts: traceFacts(columns, path),
    selfBlocks: new SelfBlocks(columns),
    groupBlocks: new GroupBlocks(columns),
    colourOf,
    indexOf: (id) => ids.find(idBytes(id), 0),
    idOf: (index) => idText(columns.spanId, index),
    selfNano: () => {
      self ??= selfTimes(columns);
      return self;
    },
    textsOf: (column) => {
      const known = texts.get(column) ?? distinctTexts(columns, column);
      texts.set(column, known);
      return known;
    },
    lowerTexts: () => {
      lower ??= lowerCaseTexts(columns.strings);
      return lower;
    },
  };
}

function groupsOf(columns: TraceColumns, found: ReturnType<typeof siblingGroups>): Groups {
  const groups = {
    count: found.length,
    first: Uint32Array.from(found, (group) => group.first),
    end: Uint32Array.from(found, (group) => group.first + group.count),
    sum: Float64Array.from(found, (group) => group.sum),
    errors: new Uint32Array(found.length),
  };
  for (let g = 0; g < groups.count; g++) {
    for (let i = groups.first[g] as number; i < (groups.end[g] as number); i++) {
      if (hasFailed(columns, i)) groups.errors[g] = (groups.errors[g] as number) + 1;
    }
  }
  return groups;
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

function coloursOfServices({ strings }: TraceColumns, services: readonly string[]): Uint8Array {
  const places = new Map(services.map((service, place) => [service, place & 0xff]));
  return Uint8Array.from(strings, (text) => places.get(text) ?? 0);
}

function idBytes(id: SpanId): DataView {
  const view = new DataView(new ArrayBuffer(8));
  view.setBigUint64(0, BigInt(`0x${id}`));
  return view;
}

function idText(bytes: Uint8Array, index: number): SpanId {
  let text = '';
  for (let k = 8 * index; k < 8 * index + 8; k++) text += (bytes[k] as number).toString(16).padStart(2, '0');
  return text as SpanId;
}
