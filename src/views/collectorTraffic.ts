import { type Disposable, DisposableSlot, DisposableStore } from '../shared/disposable.ts';
import { Emitter, type Event } from '../shared/event.ts';
import type { CollectorApi, CollectorChange } from '../shared/protocol.ts';
import type { Timer } from '../shared/throttle.ts';
import type { Traffic } from './statusText.ts';

/** The collector says nothing while nothing comes: after this long without a word, the rate is zero. */
const quietMillis = 2000;

export interface TrafficSource {
  readonly api: Pick<CollectorApi, 'health'>;
  readonly onDidChange: Event<CollectorChange>;
  readonly onDidReconnect: Event<void>;
}

/** How much the collector holds and receives right now. */
export class CollectorTraffic implements Disposable {
  readonly #source: TrafficSource;
  readonly #timer: Timer;
  readonly #owned = new DisposableStore();
  readonly #changes = this.#owned.register(new Emitter<Traffic>());
  readonly #quiet = this.#owned.register(new DisposableSlot<Disposable>());
  #current: Traffic | undefined;

  readonly onDidChange = this.#changes.event;

  constructor(source: TrafficSource, timer: Timer) {
    this.#source = source;
    this.#timer = timer;
    this.#owned.register(source.onDidChange((change) => this.#set(change)));
    this.#owned.register(source.onDidReconnect(() => void this.#ask()));
  }

  get current(): Traffic | undefined {
    return this.#current;
  }

  dispose(): void {
    this.#owned.dispose();
  }

  async #ask(): Promise<void> {
    // Where it fails the connection is gone again, which the status says.
    const health = await this.#source.api.health().catch(() => undefined);
    if (health !== undefined) this.#set(health);
  }

  #set({ spansPerSecond, paused, spans, traces }: Traffic): void {
    this.#current = { spansPerSecond, paused, spans, traces };
    this.#changes.fire(this.#current);
    this.#quiet.value =
      spansPerSecond > 0 ? this.#timer.after(quietMillis, () => this.#fallQuiet()) : undefined;
  }

  #fallQuiet(): void {
    if (this.#current !== undefined) this.#set({ ...this.#current, spansPerSecond: 0 });
  }
}
