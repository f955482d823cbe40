import { type Disposable, DisposableSlot, DisposableStore } from '../shared/disposable.ts';
import { Emitter, type Event } from '../shared/event.ts';
import type { CollectorApi, CollectorChange, Health } from '../shared/protocol.ts';
import { Throttle, type Timer } from '../shared/throttle.ts';

/** While spans come. */
const busyMillis = 3_000;
/** A forward may fail, and a request be refused, while nothing comes. */
const quietMillis = 15_000;

export interface HealthSource {
  readonly api: Pick<CollectorApi, 'health'>;
  readonly onDidChange: Event<CollectorChange>;
  readonly onDidReconnect: Event<void>;
  readonly isReady: () => boolean;
}

/** What the collector last said of itself, a few seconds old at most while anything happens. */
export class HealthWatch implements Disposable {
  readonly #source: HealthSource;
  readonly #timer: Timer;
  readonly #owned = new DisposableStore();
  readonly #changes = this.#owned.register(new Emitter<Health>());
  readonly #quiet = this.#owned.register(new DisposableSlot<Disposable>());
  readonly #update: Throttle;
  #current: Health | undefined;

  readonly onDidChange = this.#changes.event;

  constructor(source: HealthSource, timer: Timer) {
    this.#source = source;
    this.#timer = timer;
    this.#update = this.#owned.register(new Throttle(timer, busyMillis, () => this.#ask()));
    this.#owned.register(source.onDidChange(() => this.#update.request()));
    this.#owned.register(source.onDidReconnect(() => this.#update.request()));
  }

  /** `undefined` while no collector answers. */
  get current(): Health | undefined {
    return this.#source.isReady() ? this.#current : undefined;
  }

  /** Asks soon, because something was changed. */
  refresh(): void {
    this.#update.request();
  }

  dispose(): void {
    this.#owned.dispose();
  }

  async #ask(): Promise<void> {
    if (!this.#source.isReady()) return;
    // Where it fails the connection is gone, which the status says.
    const health = await this.#source.api.health().catch(() => undefined);
    this.#quiet.value = this.#timer.after(quietMillis, () => this.#update.request());
    if (health === undefined || this.#owned.disposed) return;
    this.#current = health;
    this.#changes.fire(health);
  }
}
