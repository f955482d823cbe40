import type { TraceId } from '../../shared/ids.ts';
import { rowMask } from '../store/spanChunk.ts';
import type { SpanIndex } from '../store/spanIndex.ts';
import type { TimeSlice } from '../store/timeSlice.ts';
import type { TraceStore } from '../store/traceStore.ts';
import type { OrderedRows } from './traceOrders.ts';

/**
 * A version of a trace that can be read with rests in between: what comes meanwhile is not in it. Its rows and groups stay what
 * they are as long as the trace is there, which has to be asked after each rest; where they lie in blocks, and in which, has to be
 * asked anew.
 */
export class TraceSnapshot {
  readonly traceId: TraceId;
  readonly version: number;
  readonly rows: Uint32Array;
  readonly order: Uint32Array;
  readonly #store: TraceStore;
  readonly #index: SpanIndex;
  readonly #slot: number;
  readonly #serial: number;
  #block = -1;
  #moves = -1;
  #bytes = new Uint8Array();

  constructor(store: TraceStore, slot: number, { rows, order }: OrderedRows) {
    const { traces } = store.index;
    this.traceId = store.traceId(slot);
    this.version = traces.version[slot] as number;
    this.rows = rows;
    this.order = order;
    this.#store = store;
    this.#index = store.index;
    this.#slot = slot;
    this.#serial = traces.serial[slot] as number;
  }

  /** Whether the trace is still there. */
  get isLive(): boolean {
    return this.#store.index === this.#index && this.#index.traces.serial[this.#slot] === this.#serial;
  }

  /** Rests; false where the trace is forgotten then. */
  async rested(slice: TimeSlice): Promise<boolean> {
    await slice.rest();
    return this.isLive;
  }

  /** The place of each row in the columns. */
  places(): Uint32Array {
    const places = new Uint32Array(this.order.length);
    for (let place = 0; place < places.length; place++) places[this.order[place] as number] = place;
    return places;
  }

  /** Slot of the group of a row. */
  group(k: number): number {
    const row = this.rows[k] as number;
    return this.#index.rows.chunk(row).group[row & rowMask] as number;
  }

  /** Where the length of the span's message stands in the bytes of its block. */
  at(k: number): number {
    const row = this.rows[k] as number;
    return this.#index.rows.chunk(row).at[row & rowMask] as number;
  }

  /** The bytes of a group's block. */
  bytes(group: number): Uint8Array<ArrayBuffer> {
    const block = this.#index.groups.block[group] as number;
    // While somebody rests, blocks may be rewritten and their slots dealt again.
    if (block !== this.#block || this.#store.moves !== this.#moves) {
      this.#bytes = this.#store.reader.read(this.#index.blocks.rowId[block] as number);
      this.#block = block;
      this.#moves = this.#store.moves;
    }
    return this.#bytes;
  }

  get groups(): SpanIndex['groups'] {
    return this.#index.groups;
  }
}
