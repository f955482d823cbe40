import type { TraceId } from '../../shared/ids.ts';
import { unixNanoText } from '../../shared/time.ts';
import type { TraceColumns } from '../../shared/traceColumns.ts';
import { meta, rowMask } from '../store/spanChunk.ts';
import { TimeSlice } from '../store/timeSlice.ts';
import type { TraceStore } from '../store/traceStore.ts';
import { type Instant, nanosBetween } from './instant.ts';
import { StringTable } from './stringTable.ts';
import { NoteReader, type Notes } from './traceNotes.ts';
import { type OrderedSpans, orderSpans, rowsOfTrace, startOf, type TraceOrders } from './traceOrders.ts';
import { TraceSnapshot } from './traceSnapshot.ts';
import { unreadBlocks } from './unreadBlocks.ts';

/** The clock is looked at after so many spans. */
const spansALook = 256;
/** So many are read without a rest. */
const fewSpans = 1_000;

/** The trace in a slot as columns, ready to be sent. */
export function traceColumns(store: TraceStore, slot: number): TraceColumns {
  const head = headOf(store, slot);
  const spans = orderSpans(store, slot);
  const texts = textsOf(store);
  const ordered = orderedColumns(store, spans, texts);
  const notes = new NoteReader(store, { rows: spans.rows, order: spans.preorder.order }, head.base, texts);
  notes.read(0, spans.rows.length);
  return assembled(head, spans, ordered, notes.notes(), texts);
}

/**
 * The same with rests in between, in which other work of the collector is done; `undefined` where the trace is
 * forgotten meanwhile. What comes meanwhile is not in the answer.
 */
export async function traceColumnsWithRests(
  store: TraceStore,
  slot: number,
  orders: TraceOrders,
  slice = new TimeSlice(),
): Promise<TraceColumns | undefined> {
  if ((store.index.traces.count[slot] as number) <= fewSpans) return traceColumns(store, slot);
  const head = headOf(store, slot);
  // While this thread puts the spans in order, others unpack what is read next.
  const ahead = store.reader.readAhead(unreadBlocks(store, rowsOfTrace(store, slot)));
  const spans = orderSpans(store, slot);
  const rows = orders.keep(slot, { rows: spans.rows, order: spans.preorder.order });
  const snapshot = new TraceSnapshot(store, slot, rows);
  await ahead;
  if (!snapshot.isLive) return undefined;
  const texts = textsOf(store);
  const ordered = orderedColumns(store, spans, texts);
  const notes = new NoteReader(store, rows, head.base, texts);
  for (let k = 0; k < spans.rows.length; k += spansALook) {
    if (slice.isOver && !(await snapshot.rested(slice))) return undefined;
    notes.read(k, Math.min(k + spansALook, spans.rows.length));
  }
  return assembled(head, spans, ordered, notes.notes(), texts);
}

/** What a trace is besides its spans, while nothing has come since. */
interface Head {
  readonly traceId: TraceId;
  readonly version: number;
  readonly base: Instant;
  readonly durationNano: number;
  readonly duplicates: number;
}

function headOf(store: TraceStore, slot: number): Head {
  const { traces } = store.index;
  const base = startOf(store, slot);
  return {
    traceId: store.traceId(slot),
    version: traces.version[slot] as number,
    base,
    durationNano: nanosBetween(base, traces.endHigh[slot] as number, traces.endLow[slot] as number),
    duplicates: traces.duplicates[slot] as number,
  };
}

function textsOf({ index }: TraceStore): StringTable {
  index.notes.keepBounded(index.rows);
  return new StringTable(index.texts, index.notes.texts);
}

function assembled(
  { base, ...head }: Head,
  { rows, preorder: { parent, depth, subtree } }: OrderedSpans,
  ordered: OrderedColumns,
  notes: Notes,
  { strings }: StringTable,
): TraceColumns {
  const startUnixNano = unixNanoText((BigInt(base.high) << 32n) | BigInt(base.low));
  return {
    ...head,
    startUnixNano,
    count: rows.length,
    parent,
    depth,
    subtree,
    ...ordered,
    ...notes,
    strings,
  };
}

type OrderedColumns = Pick<
  TraceColumns,
  | 'spanId'
  | 'parentSpanId'
  | 'start'
  | 'duration'
  | 'name'
  | 'service'
  | 'scope'
  | 'kind'
  | 'status'
  | 'flags'
  | 'site'
>;

function orderedColumns(
  { index }: TraceStore,
  { rows, preorder: { order, flags }, ...spans }: OrderedSpans,
  texts: StringTable,
): OrderedColumns {
  const count = rows.length;
  const columns = emptyColumns(count);
  const ids = new Uint32Array(columns.spanId.buffer);
  const parentIds = new Uint32Array(columns.parentSpanId.buffer);
  for (let place = 0; place < count; place++) {
    const k = order[place] as number;
    const row = rows[k] as number;
    const chunk = index.rows.chunk(row);
    const i = row & rowMask;
    const group = chunk.group[i] as number;
    const bits = chunk.meta[i] as number;
    ids[2 * place] = spans.spanId[2 * k] as number;
    ids[2 * place + 1] = spans.spanId[2 * k + 1] as number;
    parentIds[2 * place] = spans.parentSpanId[2 * k] as number;
    parentIds[2 * place + 1] = spans.parentSpanId[2 * k + 1] as number;
    columns.start[place] = spans.start[k] as number;
    columns.duration[place] = chunk.duration[i] as number;
    columns.name[place] = texts.local(chunk.name[i] as number);
    columns.service[place] = texts.local(index.groups.service[group] as number);
    columns.scope[place] = texts.local(index.groups.scope[group] as number);
    columns.kind[place] = bits & meta.kindMask;
    columns.status[place] = (bits >>> meta.statusShift) & meta.statusMask;
    columns.flags[place] = (flags[place] as number) | (bits >>> meta.flagsShift);
    columns.site[place] = chunk.site[i] as number;
  }
  return columns;
}

function emptyColumns(count: number): OrderedColumns {
  return {
    spanId: new Uint8Array(8 * count),
    parentSpanId: new Uint8Array(8 * count),
    start: new Float64Array(count),
    duration: new Float64Array(count),
    name: new Uint32Array(count),
    service: new Uint32Array(count),
    scope: new Uint32Array(count),
    kind: new Uint8Array(count),
    status: new Uint8Array(count),
    flags: new Uint8Array(count),
    site: new Uint32Array(count),
  };
}
