import { messageOf } from '../shared/assert.ts';
import { type Disposable, DisposableStore } from '../shared/disposable.ts';
import { Emitter, type Event } from '../shared/event.ts';
import type { CollectorApi, CollectorChange } from '../shared/protocol.ts';
import type { Run, RunId } from '../shared/run.ts';
import { Throttle, type Timer } from '../shared/throttle.ts';

const updateMillis = 1000;

export interface RecentRunsSource {
  readonly api: Pick<CollectorApi, 'runs'>;
  readonly onDidChange: Event<CollectorChange>;
  readonly onDidReconnect: Event<void>;
}

/** The runs that the collector knows, newest first, kept up to date at most once a second. */
export class RecentRuns implements Disposable {
  readonly #source: RecentRunsSource;
  readonly #report: (problem: string) => void;
  readonly #owned = new DisposableStore();
  readonly #changes = this.#owned.register(new Emitter<readonly Run[]>());
  readonly #update: Throttle;
  #all: readonly Run[] = [];

  readonly onDidChange = this.#changes.event;

  constructor(source: RecentRunsSource, timer: Timer, report: (problem: string) => void) {
    this.#source = source;
    this.#report = report;
    this.#update = this.#owned.register(new Throttle(timer, updateMillis, () => this.#refresh()));
    this.#owned.register(source.onDidChange(() => this.#update.request()));
    this.#owned.register(source.onDidReconnect(() => this.#update.request()));
  }

  get all(): readonly Run[] {
    return this.#all;
  }

  /** The one that goes on. */
  get current(): Run | undefined {
    return this.#all.find(({ endUnixMillis }) => endUnixMillis === undefined);
  }

  find(id: RunId): Run | undefined {
    return this.#all.find((run) => run.id === id);
  }

  /** Asks soon, because one was begun or ended. */
  refresh(): void {
    this.#update.request();
  }

  dispose(): void {
    this.#owned.dispose();
  }

  async #refresh(): Promise<void> {
    try {
      const runs = await this.#source.api.runs();
      if (JSON.stringify(runs) === JSON.stringify(this.#all)) return;
      this.#all = runs;
      this.#changes.fire(runs);
    } catch (error) {
      this.#report(`The runs could not be read: ${messageOf(error)}`);
    }
  }
}
