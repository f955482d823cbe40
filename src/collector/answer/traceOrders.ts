import { type Preorder, preorder } from '../../trace/preorder.ts';
import { noRow, rowMask } from '../store/spanChunk.ts';
import type { TraceStore } from '../store/traceStore.ts';
import { type Instant, nanosBetween } from './instant.ts';

/** Orders of so many spans are remembered, of the traces that were asked for last. */
const mostSpans = 2_000_000;

/** A trace's rows in the order in which they came, so that neighbours lie in the same block, and their order as columns. */
export interface OrderedRows {
  readonly rows: Uint32Array;
  /** `order[place]` is the index in `rows` of the span at that place of the columns. */
  readonly order: Uint32Array;
}

/** The orders of traces: several answers about one version of a trace put its spans in order once. */
export class TraceOrders {
  readonly #store: TraceStore;
  /** By version, which is the store's revision, and slot. */
  readonly #known = new Map<string, OrderedRows>();
  #spans = 0;

  constructor(store: TraceStore) {
    this.#store = store;
  }

  of(slot: number): OrderedRows {
    const known = this.#known.get(this.#keyOf(slot));
    if (known !== undefined) return known;
    const { rows, preorder } = orderSpans(this.#store, slot);
    return this.keep(slot, { rows, order: preorder.order });
  }

  keep(slot: number, ordered: OrderedRows): OrderedRows {
    const key = this.#keyOf(slot);
    if (!this.#known.has(key)) this.#spans += ordered.rows.length;
    this.#known.set(key, ordered);
    for (const [oldest, { rows }] of this.#known) {
      if (this.#spans <= mostSpans || oldest === key) break;
      this.#known.delete(oldest);
      this.#spans -= rows.length;
    }
    return ordered;
  }

  #keyOf(slot: number): string {
    return `${this.#store.index.traces.version[slot]} ${slot}`;
  }
}

/** Ids and starts of a trace's spans by row, and their order. */
export interface OrderedSpans {
  readonly rows: Uint32Array;
  /** Two words a span, as the bytes of ids lie in memory. */
  readonly spanId: Uint32Array<ArrayBuffer>;
  readonly parentSpanId: Uint32Array<ArrayBuffer>;
  /** Nanoseconds from the trace's start. */
  readonly start: Float64Array;
  readonly preorder: Preorder;
}

export function orderSpans(store: TraceStore, slot: number): OrderedSpans {
  const rows = rowsOfTrace(store, slot);
  const spans = gatherSpans(store, rows, startOf(store, slot));
  const order = preorder({
    count: rows.length,
    spanId: new Uint8Array(spans.spanId.buffer),
    parentSpanId: new Uint8Array(spans.parentSpanId.buffer),
    start: spans.start,
  });
  return { rows, ...spans, preorder: order };
}

/** The earliest start of any span of a trace. */
export function startOf({ index: { traces } }: TraceStore, slot: number): Instant {
  return { high: traces.startHigh[slot] as number, low: traces.startLow[slot] as number };
}

/** Rows of a trace in the order in which they came. */
export function rowsOfTrace(store: TraceStore, slot: number): Uint32Array {
  const { traces, rows } = store.index;
  const result = new Uint32Array(traces.count[slot] as number);
  let at = result.length;
  for (let row = traces.head[slot] as number; row !== noRow; row = rows.next(row)) result[--at] = row;
  return result;
}

type Gathered = Pick<OrderedSpans, 'spanId' | 'parentSpanId' | 'start'>;

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
