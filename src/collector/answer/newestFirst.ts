import { orderByNumber } from '../../trace/orderByNumber.ts';
import type { TraceStore } from '../store/traceStore.ts';

/** The traces' slots, the latest start first; sorted anew when somebody asks after a change. */
export class NewestFirst {
  readonly #store: TraceStore;
  #slots = new Uint32Array();
  #revision = 0;

  constructor(store: TraceStore) {
    this.#store = store;
  }

  slots(): Uint32Array {
    if (this.#revision === this.#store.revision) return this.#slots;
    this.#revision = this.#store.revision;
    this.#slots = this.#sorted();
    return this.#slots;
  }

  /** A radix sort over keys of 53 bits: starts that differ by less than 256 ns may change places. */
  #sorted(): Uint32Array<ArrayBuffer> {
    const { traces } = this.#store.index;
    const slots = new Uint32Array(traces.live);
    const keys = new Float64Array(traces.live);
    let count = 0;
    for (const slot of traces.slots()) {
      slots[count] = slot;
      keys[count++] = (traces.startHigh[slot] as number) * 2 ** 32 + (traces.startLow[slot] as number);
    }
    const order = orderByNumber(keys);
    const newestFirst = new Uint32Array(count);
    for (let i = 0; i < count; i++) newestFirst[i] = slots[order[count - 1 - i] as number] as number;
    return newestFirst;
  }
}
