import type { TraceId } from '../shared/ids.ts';
import type { CollectorApi } from '../shared/protocol.ts';
import type { Timer } from '../shared/throttle.ts';

/** A trace that was not there is asked for again after so long, since it may have come. */
const absentMillis = 2_000;
const mostRemembered = 5_000;
/** Of more ids than that in one question the rest count as unknown. */
const mostAsked = 200;

/** Which ids are those of traces that the collector has; what it said is remembered for a while. */
export class KnownTraces {
  readonly #api: Pick<CollectorApi, 'traces'>;
  readonly #timer: Pick<Timer, 'now'>;
  /** When it was asked, and whether it was there. */
  readonly #answers = new Map<TraceId, { readonly at: number; readonly there: boolean }>();

  constructor(api: Pick<CollectorApi, 'traces'>, timer: Pick<Timer, 'now'>) {
    this.#api = api;
    this.#timer = timer;
  }

  /** Those of the ids whose traces are there; none where the collector does not answer. */
  async of(ids: readonly TraceId[]): Promise<ReadonlySet<TraceId>> {
    const now = this.#timer.now();
    const open = [...new Set(ids)].filter((id) => !this.#isFresh(id, now)).slice(0, mostAsked);
    if (open.length > 0) await this.#ask(open, now);
    return new Set(ids.filter((id) => this.#answers.get(id)?.there === true));
  }

  /** What was there may be gone: everything was cleared, or another collector answers. */
  forget(): void {
    this.#answers.clear();
  }

  #isFresh(id: TraceId, now: number): boolean {
    const answer = this.#answers.get(id);
    return answer !== undefined && (answer.there || now - answer.at < absentMillis);
  }

  async #ask(ids: readonly TraceId[], at: number): Promise<void> {
    const page = await this.#api.traces({ limit: ids.length, traceIds: ids }).catch(() => undefined);
    if (page === undefined) return;
    const there = new Set(page.traces.map(({ traceId }) => traceId));
    if (this.#answers.size + ids.length > mostRemembered) this.#answers.clear();
    for (const id of ids) this.#answers.set(id, { at, there: there.has(id) });
  }
}
