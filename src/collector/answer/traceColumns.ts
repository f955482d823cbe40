import { unixNanoText } from '../../shared/time.ts';
import type { TraceColumns } from '../../shared/traceColumns.ts';
import { type Preorder, preorder } from '../../trace/preorder.ts';
import { meta, noRow, rowMask } from '../store/spanChunk.ts';
import type { TraceStore } from '../store/traceStore.ts';
import { StringTable } from './stringTable.ts';
import { type Instant, type Notes, nanosBetween, placesOfSpans, readNotes } from './traceNotes.ts';

/**
 * The trace in a slot as columns, ready to be sent: as it is at the call, whatever comes or goes while its
 * blocks are read.
 */
export function traceColumns(store: TraceStore, slot: number): Promise<TraceColumns> {
  const { traces } = store.index;
  const rows = rowsOfTrace(store, slot);
  const places = placesOfSpans(store, rows);
  const blocks = store.reader.readAll(places.blocks);
  const base = { high: traces.startHigh[slot] as number, low: traces.startLow[slot] as number };
  const spans = gatherSpans(store, rows, base);
  const order = preorder({ count: rows.length, ...spans });
  const texts = new StringTable(store.index.texts);
  const columns = {
    traceId: store.traceId(slot),
    version: traces.version[slot] as number,
    startUnixNano: unixNanoText((BigInt(base.high) << 32n) | BigInt(base.low)),
    durationNano: nanosBetween(base, traces.endHigh[slot] as number, traces.endLow[slot] as number),
    count: rows.length,
    parent: order.parent,
    depth: order.depth,
    subtree: order.subtree,
    ...orderedColumns(store, rows, spans, order, texts),
    duplicates: traces.duplicates[slot] as number,
  };
  return withNotes(columns, readNotes(blocks, places, order.order, base, texts), texts);
}

async function withNotes(
  columns: Omit<TraceColumns, keyof Notes | 'strings'>,
  notes: Promise<Notes>,
  { strings }: StringTable,
): Promise<TraceColumns> {
  return { ...columns, ...(await notes), strings };
}

/** Rows of a trace in the order in which they came, so that neighbours lie in the same block. */
export function rowsOfTrace(store: TraceStore, slot: number): Uint32Array {
  const { traces, rows } = store.index;
  const result = new Uint32Array(traces.count[slot] as number);
  let at = result.length;
  for (let row = traces.head[slot] as number; row !== noRow; row = rows.next(row)) result[--at] = row;
  return result;
}

interface Gathered {
  readonly spanId: Uint8Array;
  readonly parentSpanId: Uint8Array;
  readonly start: Float64Array;
}

function gatherSpans(store: TraceStore, rows: Uint32Array, base: Instant): Gathered {
  const spanId = new DataView(new ArrayBuffer(8 * rows.length));
  const parentSpanId = new DataView(new ArrayBuffer(8 * rows.length));
  const start = new Float64Array(rows.length);
  for (let k = 0; k < rows.length; k++) {
    const row = rows[k] as number;
    const chunk = store.index.rows.chunk(row);
    const i = row & rowMask;
    spanId.setUint32(8 * k, chunk.idHigh[i] as number);
    spanId.setUint32(8 * k + 4, chunk.idLow[i] as number);
    parentSpanId.setUint32(8 * k, chunk.parentHigh[i] as number);
    parentSpanId.setUint32(8 * k + 4, chunk.parentLow[i] as number);
    start[k] = nanosBetween(base, chunk.startHigh[i] as number, chunk.startLow[i] as number);
  }
  return { spanId: new Uint8Array(spanId.buffer), parentSpanId: new Uint8Array(parentSpanId.buffer), start };
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
  store: TraceStore,
  rows: Uint32Array,
  spans: Gathered,
  { order, flags }: Preorder,
  texts: StringTable,
): OrderedColumns {
  const { index } = store;
  const count = rows.length;
  const columns = emptyColumns(count);
  for (let place = 0; place < count; place++) {
    const k = order[place] as number;
    const row = rows[k] as number;
    const chunk = index.rows.chunk(row);
    const i = row & rowMask;
    const group = chunk.group[i] as number;
    const bits = chunk.meta[i] as number;
    copyId(spans.spanId, k, columns.spanId, place);
    copyId(spans.parentSpanId, k, columns.parentSpanId, place);
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

function copyId(from: Uint8Array, k: number, to: Uint8Array, place: number): void {
  for (let byte = 0; byte < 8; byte++) to[8 * place + byte] = from[8 * k + byte] as number;
}
