import type { TracePolicies } from '../sampling/tracePolicies.ts';
import { SlotQueue } from './slotQueue.ts';
import type { SpanIndex } from './spanIndex.ts';
import { noTrace, type TraceTable } from './traceTable.ts';

/** Of all spans, or their bytes, those of kept traces may be so many; beyond that the oldest of them go before what has just come. */
const mostKept = 0.9;

/** What is remembered of a trace whose turn came and that stayed. */
const decision = { kept: 1, pinned: 2 } as const;

/** How much may be looked at; counts down. */
export interface WorkLimit {
  left: number;
}

/**
 * Which trace goes next: the oldest that no policy keeps and nobody has pinned, then the oldest that a policy keeps. A trace is
 * decided on when its turn comes, once: those that stay are passed over and lie in a queue of their own, so that choosing takes
 * constant time however many stay. What came last is never chosen, and a tenth of all spans is left to what no policy keeps:
 * otherwise a trace would go before its error has come.
 */
export class ExpiryOrder {
  readonly #index: SpanIndex;
  readonly #keep: TracePolicies;
  readonly #kept = new SlotQueue();
  /** Passed over because they were pinned, and unpinned since. */
  readonly #again = new SlotQueue();

  constructor(index: SpanIndex, keep: TracePolicies) {
    this.#index = index;
    this.#keep = keep;
    const { traces } = index;
    traces.passed = noTrace;
    for (const slot of traces.slots()) traces.decision[slot] = 0;
  }

  /**
   * The slot of the trace that goes next, where there are too many spans or bytes; `noTrace` where none may go or the limit is
   * reached.
   */
  next(work: WorkLimit, by: 'spans' | 'size'): number {
    const { traces, spanCount, size } = this.#index;
    if (this.#kept[by] > mostKept * (by === 'spans' ? spanCount : size)) {
      const kept = this.#oldestOf(this.#kept);
      if (kept !== noTrace) return kept;
    }
    for (let slot = this.#oldestOf(this.#again); slot !== noTrace; slot = this.#oldestOf(this.#again)) {
      if (!this.#stays(slot, work)) return slot;
    }
    for (let slot = traces.undecided; slot !== noTrace; slot = traces.undecided) {
      if (slot === traces.youngest) break;
      if (work.left <= 0) return noTrace;
      if (!this.#stays(slot, work)) return slot;
      traces.passed = slot;
    }
    return this.#oldestOf(this.#kept);
  }

  /** A trace is pinned no more. */
  unpinned(slot: number): void {
    const { traces } = this.#index;
    if (traces.decision[slot] !== decision.pinned) return;
    traces.decision[slot] = decision.kept;
    this.#again.push(slot, traces);
  }

  #stays(slot: number, work: WorkLimit): boolean {
    const { traces } = this.#index;
    work.left -= this.#keep.readsSpans ? (traces.count[slot] as number) : 1;
    if (traces.pinned[slot] === 1) {
      traces.decision[slot] = decision.pinned;
      return true;
    }
    if (this.#keep.isEmpty || this.#keep.match(slot) === undefined) return false;
    traces.decision[slot] = decision.kept;
    this.#kept.push(slot, traces);
    return true;
  }

  /** Takes the oldest out that is there and not pinned. */
  #oldestOf(queue: SlotQueue): number {
    const { traces } = this.#index;
    for (;;) {
      const slot = queue.shift(traces);
      if (slot === noTrace || !this.#setAside(slot, traces)) return slot;
    }
  }

  /** Pinned since; whoever unpins it says so. */
  #setAside(slot: number, traces: TraceTable): boolean {
    if (traces.pinned[slot] !== 1) return false;
    traces.decision[slot] = decision.pinned;
    return true;
  }
}
