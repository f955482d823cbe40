import { type Disposable, DisposableStore } from '../shared/disposable.ts';
import type { Event } from '../shared/event.ts';
import type { TraceId } from '../shared/ids.ts';
import type { CollectorApi, CollectorChange } from '../shared/protocol.ts';
import { Throttle, type Timer } from '../shared/throttle.ts';

const askMillis = 250;

export interface ArrivalSource {
  readonly api: Pick<CollectorApi, 'traces'>;
  readonly onDidChange: Event<CollectorChange>;
  readonly onDidReconnect: Event<void>;
}

/** Waits for the first spans of one trace. */
export class TraceArrival implements Disposable {
  readonly #source: ArrivalSource;
  readonly #traceId: TraceId;
  readonly #owned = new DisposableStore();
  readonly #ask: Throttle;
  #end: (arrived: boolean) => void = () => undefined;

  /** Resolved with `true` once the trace is there, and with `false` when nobody waits any more. */
  readonly arrived = new Promise<boolean>((resolve) => {
    this.#end = resolve;
  });

  constructor(source: ArrivalSource, traceId: TraceId, timer: Timer) {
    this.#source = source;
    this.#traceId = traceId;
    this.#ask = this.#owned.register(new Throttle(timer, askMillis, () => this.#look()));
    this.#owned.register(source.onDidChange((change) => this.#changed(change)));
    this.#owned.register(source.onDidReconnect(() => this.#ask.request()));
    this.#ask.request();
  }

  dispose(): void {
    this.#end(false);
    this.#owned.dispose();
  }

  #changed({ manyTraces, changedTraces }: CollectorChange): void {
    if (manyTraces || changedTraces.includes(this.#traceId)) this.#ask.request();
  }

  /** A collector that cannot be asked is asked again once it is back. */
  async #look(): Promise<void> {
    const page = await this.#source.api
      .traces({ limit: 1, traceIds: [this.#traceId] })
      .catch(() => undefined);
    if (page === undefined || page.traces.length === 0) return;
    this.#end(true);
    this.dispose();
  }
}
