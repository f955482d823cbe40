import type { TraceId } from '../shared/ids.ts';
import type { TraceSummary } from '../shared/protocol.ts';

/** Counts failed traces that came while nobody could see the tree. */
export class UnseenFailures {
  readonly #seen = new Set<TraceId>();
  #unseen = 0;

  get count(): number {
    return this.#unseen;
  }

  /** Takes the traces as they are now; what is there while the tree is visible counts as seen. */
  update(traces: readonly TraceSummary[], visible: boolean): void {
    const failed = traces.filter((trace) => trace.errors > 0).map((trace) => trace.traceId);
    if (visible) for (const traceId of failed) this.#seen.add(traceId);
    this.#unseen = failed.filter((traceId) => !this.#seen.has(traceId)).length;
    this.#forget(new Set(failed));
  }

  /** What left the list can never be counted again. */
  #forget(present: ReadonlySet<TraceId>): void {
    for (const traceId of this.#seen) if (!present.has(traceId)) this.#seen.delete(traceId);
  }
}
