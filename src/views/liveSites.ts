import { messageOf } from '../shared/assert.ts';
import { type Disposable, DisposableStore } from '../shared/disposable.ts';
import { Emitter, type Event } from '../shared/event.ts';
import type { SiteId } from '../shared/ids.ts';
import type { CollectorApi, CollectorChange, SitePage } from '../shared/protocol.ts';
import type { Site } from '../shared/site.ts';
import { Throttle, type Timer } from '../shared/throttle.ts';

const updateMillis = 250;

export interface SiteSource {
  readonly api: Pick<CollectorApi, 'sites'>;
  readonly onDidChange: Event<CollectorChange>;
  /** The collector was connected, lost or replaced: site ids are dealt anew. */
  readonly onDidReconnect: Event<void>;
}

/** All sites of the collector, kept up to date at most four times a second by asking for what changed. */
export class LiveSites implements Disposable {
  readonly #source: SiteSource;
  readonly #report: (problem: string) => void;
  readonly #owned = new DisposableStore();
  readonly #changes = new Emitter<readonly Site[]>();
  readonly #update: Throttle;
  readonly #sites = new Map<SiteId, Site>();
  #revision: number | undefined;
  #generation = 0;

  /** The sites that changed or came; none when all were forgotten. */
  readonly onDidChange = this.#changes.event;

  constructor(source: SiteSource, timer: Timer, report: (problem: string) => void) {
    this.#source = source;
    this.#report = report;
    this.#update = this.#owned.register(new Throttle(timer, updateMillis, () => this.#refresh()));
    this.#owned.register(source.onDidChange((change) => this.#changed(change)));
    this.#owned.register(source.onDidReconnect(() => this.#startOver()));
  }

  all(): Iterable<Site> {
    return this.#sites.values();
  }

  get(id: SiteId): Site | undefined {
    return this.#sites.get(id);
  }

  dispose(): void {
    this.#owned.dispose();
    this.#changes.dispose();
  }

  #changed(change: CollectorChange): void {
    if (change.cleared) this.#startOver();
    else this.#update.request();
  }

  #startOver(): void {
    this.#revision = undefined;
    this.#generation++;
    this.#update.request();
  }

  async #refresh(): Promise<void> {
    const generation = this.#generation;
    try {
      const page = await this.#source.api.sites(
        this.#revision === undefined ? {} : { since: this.#revision },
      );
      // An answer from before a clear or a new collector speaks of sites that are no more.
      if (generation === this.#generation) this.#take(page);
    } catch (error) {
      this.#report(`The sites could not be read: ${messageOf(error)}`);
    }
  }

  #take(page: SitePage): void {
    const forgotten = page.complete && this.#sites.size > 0;
    if (page.complete) this.#sites.clear();
    for (const site of page.sites) this.#sites.set(site.id, site);
    this.#revision = page.revision;
    if (forgotten || page.sites.length > 0) this.#changes.fire(page.sites);
  }
}
