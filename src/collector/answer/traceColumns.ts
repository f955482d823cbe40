import { unixNanoText } from '../../shared/time.ts';
import type { TraceColumns } from '../../shared/traceColumns.ts';
import { type Preorder, preorder } from '../../trace/preorder.ts';
import { meta, noRow, rowMask } from '../store/spanChunk.ts';
import type { TraceStore } from '../store/traceStore.ts';
import { StringTable } from './stringTable.ts';
import { type Instant, nanosBetween, readNotes } from './traceNotes.ts';

/** The trace in a slot as columns, ready to be sent. */
export function traceColumns(store: TraceStore, slot: number): TraceColumns {
  const { traces } = store.index;
  const rows = rowsOfTrace(store, slot);
  const base = { high: traces.startHigh[slot] as number, low: traces.startLow[slot] as number };
  const spans = gatherSpans(store, rows, base);
  const order = preorder({
    count: rows.length,
    spanId: bytesOf(spans.spanId),
    parentSpanId: bytesOf(spans.parentSpanId),
    start: spans.start,
  });
  const { index } = store;
  index.notes.keepBounded(index.rows);
  const texts = new StringTable(index.texts, index.notes.texts);
  return {
    traceId: store.traceId(slot),
    version: traces.version[slot] as number,
    startUnixNano: unixNanoText((BigInt(base.high) << 32n) | BigInt(base.low)),
    durationNano: nanosBetween(base, traces.endHigh[slot] as number, traces.endLow[slot] as number),
    count: rows.length,
    parent: order.parent,
    depth: order.depth,
    subtree: order.subtree,
    ...orderedColumns(store, rows, spans, order, texts),
    ...readNotes(store, rows, order.order, base, texts),
    strings: texts.strings,
    duplicates: traces.duplicates[slot] as number,
  };
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
  /** Two words a span, as the bytes of ids lie in memory. */
  readonly spanId: Uint32Array<ArrayBuffer>;
  readonly parentSpanId: Uint32Array<ArrayBuffer>;
  readonly start: Float64Array;
}

function gatherSpans(store: TraceStore, rows: Uint32Array, base: Instant): Gathered {
  const spanId = new Uint32Array(2 * rows.length);
  const parentSpanId = new Uint32Array(2 * rows.length);
  const start = new Float64Array(rows.length);
  for (let k = 0; k < rows.length; k++) {
    const row = rows[k] as number;
    const chunk = store.index.rows.chunk(row);
    const i = row & rowMask;
    spanId[2 * k] = turned(chunk.idHigh[i] as number);
    spanId[2 * k + 1] = turned(chunk.idLow[i] as number);
    parentSpanId[2 * k] = turned(chunk.parentHigh[i] as number);
    parentSpanId[2 * k + 1] = turned(chunk.parentLow[i] as number);
    start[k] = nanosBetween(base, chunk.startHigh[i] as number, chunk.startLow[i] as number);
  }
  return { spanId, parentSpanId, start };
}

/** A big-endian word as a little-endian one. */
function turned(word: number): number {
  return (word >>> 24) | ((word >>> 8) & 0xff00) | ((word << 8) & 0xff0000) | (word << 24);
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

function bytesOf(words: Uint32Array<ArrayBuffer>): Uint8Array {
  return new Uint8Array(words.buffer);
}
