import type { ForwardHealth, ForwardSettings } from '../../shared/forward.ts';
import type { TraceStore } from '../store/traceStore.ts';

/**
 * Everything that is sent on to other back ends. A forward is a place in the store's file up to which blocks were sent: nothing is
 * written twice, what waits survives a restart, and a back end that is dead costs nothing but that place.
 */
export class Forwards {
  readonly #store: TraceStore;

  constructor(store: TraceStore) {
    this.#store = store;
  }

  /** Takes the forwards as they shall be; throws a `UserError` that names what is wrong, and then changes nothing. */
  configure(_forwards: readonly ForwardSettings[]): void {
    // There is none yet.
  }

  /** A block was written. Cheap: it is called at each commit. */
  committed(_rowId: number): void {
    // There is none yet.
  }

  /** The last block that every forward is done with: blocks behind it must not be put together or rewritten. */
  get settledUpTo(): number {
    return Number.POSITIVE_INFINITY;
  }

  health(): readonly ForwardHealth[] {
    return this.#store.maxSpans > 0 ? [] : [];
  }

  dispose(): void {
    // There is none yet.
  }
}
