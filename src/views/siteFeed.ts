import { messageOf } from '../shared/assert.ts';
import { type Disposable, DisposableStore } from '../shared/disposable.ts';
import { Emitter, type Event } from '../shared/event.ts';
import type { SiteId } from '../shared/ids.ts';
import type { CollectorChange } from '../shared/protocol.ts';
import type { Site } from '../shared/site.ts';
import { Throttle, type Timer } from '../shared/throttle.ts';

const updateMillis = 250;

/** The list of sites that follows the collector when it is told to; `SiteLines` is one. */
export interface SiteList {
  sites(): readonly Site[];
  site(id: SiteId): Site | undefined;
  refresh(): Promise<void>;
  reset(): Promise<void>;
}

export interface SiteChanges {
  readonly onDidChange: Event<CollectorChange>;
  readonly onDidReconnect: Event<void>;
}

/** Keeps the sites up to date, at most four times a second. */
export class SiteFeed implements Disposable {
  readonly #list: SiteList;
  readonly #report: (problem: string) => void;
  readonly #owned = new DisposableStore();
  readonly #changes = this.#owned.register(new Emitter<void>());
  readonly #update: Throttle;
  #startOver = false;

  /** Figures of sites changed, or sites came or went. */
  readonly onDidChange = this.#changes.event;

  constructor(list: SiteList, source: SiteChanges, timer: Timer, report: (problem: string) => void) {
    this.#list = list;
    this.#report = report;
    this.#update = this.#owned.register(new Throttle(timer, updateMillis, () => this.#refresh()));
    this.#owned.register(source.onDidChange(({ cleared }) => this.#request(cleared)));
    // Another collector deals the numbers of sites anew.
    this.#owned.register(source.onDidReconnect(() => this.#request(true)));
  }

  all(): readonly Site[] {
    return this.#list.sites();
  }

  get(id: SiteId): Site | undefined {
    return this.#list.site(id);
  }

  dispose(): void {
    this.#owned.dispose();
  }

  #request(startOver: boolean): void {
    this.#startOver ||= startOver;
    this.#update.request();
  }

  async #refresh(): Promise<void> {
    const startOver = this.#startOver;
    this.#startOver = false;
    try {
      await (startOver ? this.#list.reset() : this.#list.refresh());
    } catch (error) {
      this.#report(`The sites could not be read: ${messageOf(error)}`);
      this.#startOver ||= startOver;
      return;
    }
    this.#changes.fire();
  }
}
