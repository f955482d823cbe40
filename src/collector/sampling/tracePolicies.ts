import type { SamplingPolicy } from '../../shared/samplingPolicy.ts';
import type { TraceStore } from '../store/traceStore.ts';
import { checkPolicies } from './checkPolicies.ts';
import { type TraceRule, traceRule } from './traceRule.ts';

interface NamedRule {
  readonly name: string;
  readonly rule: TraceRule;
}

/**
 * Decides on traces by policies, from what the index and, for attributes, the blocks hold of them now. The meaning of each is that
 * of the Collector's `tail_sampling` processor, but for three: a trace's latency is that of all its spans, whatever the order in
 * which they came; rates are limited for each service; of a text that a pattern is tried on, 4,096 characters are looked at.
 */
export class TracePolicies {
  readonly policies: readonly SamplingPolicy[];
  readonly #store: TraceStore;
  readonly #rules: readonly NamedRule[];

  /** Throws a `UserError` that names the policy that is wrong. `clock` tells milliseconds and never goes back. */
  constructor(
    store: TraceStore,
    policies: readonly SamplingPolicy[],
    clock: () => number = () => performance.now(),
  ) {
    checkPolicies(policies);
    this.policies = policies;
    this.#store = store;
    this.#rules = policies.map((policy) => ({
      name: policy.name ?? policy.type,
      rule: traceRule(store, policy, clock),
    }));
  }

  get isEmpty(): boolean {
    return this.#rules.length === 0;
  }

  /** Whether a match reads the spans' own bytes, which costs more than a look at the index. */
  get readsSpans(): boolean {
    return this.#rules.some(({ rule }) => rule.readsSpans);
  }

  /**
   * Name or type of the first policy that samples the trace in this slot; `undefined` where none does. Limits of rates are
   * asked even then, since the trace takes its share of them, as it does in the Collector.
   */
  match(slot: number): string | undefined {
    if (this.#store.index.traces.count[slot] === 0) return undefined;
    let found: string | undefined;
    for (const { name, rule } of this.#rules) {
      if ((found === undefined || rule.countsSpans) && rule.samples(slot)) found ??= name;
    }
    return found;
  }
}
