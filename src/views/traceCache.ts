import { type Disposable, DisposableStore } from '../shared/disposable.ts';
import type { Event } from '../shared/event.ts';
import type { TraceId } from '../shared/ids.ts';
import type { CollectorApi, CollectorChange } from '../shared/protocol.ts';
import type { TraceColumns } from '../shared/traceColumns.ts';

/** Traces that are kept: the one in view, the selected span's, and one to go back to. */
const maxTraces = 3;

export interface TraceSource {
  readonly api: Pick<CollectorApi, 'trace'>;
  readonly onDidChange: Event<CollectorChange>;
  readonly onDidReconnect: Event<void>;
}

/** Hands out traces as columns; the waterfall and the side panel look at the same trace and fetch it once. */
export class TraceCache implements Disposable {
  readonly #source: TraceSource;
  readonly #owned = new DisposableStore();
  /** In the order of use, the latest last. */
  readonly #traces = new Map<TraceId, Promise<TraceColumns | undefined>>();

  constructor(source: TraceSource) {
    this.#source = source;
    this.#owned.register(source.onDidChange((change) => this.#forget(change)));
    this.#owned.register(source.onDidReconnect(() => this.#traces.clear()));
  }

  trace(traceId: TraceId): Promise<TraceColumns | undefined> {
    const known = this.#traces.get(traceId);
    const answer = known ?? this.#source.api.trace({ traceId });
    this.#traces.delete(traceId);
    this.#traces.set(traceId, answer);
    if (known === undefined) answer.catch(() => this.#traces.delete(traceId));
    const [oldest] = this.#traces.keys();
    if (oldest !== undefined && this.#traces.size > maxTraces) this.#traces.delete(oldest);
    return answer;
  }

  dispose(): void {
    this.#owned.dispose();
    this.#traces.clear();
  }

  #forget(change: CollectorChange): void {
    if (change.cleared || change.manyTraces) this.#traces.clear();
    else for (const traceId of change.changedTraces) this.#traces.delete(traceId);
  }
}
