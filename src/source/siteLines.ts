import { type Disposable, DisposableStore } from '../shared/disposable.ts';
import { Emitter, type Event } from '../shared/event.ts';
import type { SiteId } from '../shared/ids.ts';
import type { Placement } from '../shared/placement.ts';
import type { SitePage } from '../shared/protocol.ts';
import type { Site } from '../shared/site.ts';
import { coalesce } from './coalesce.ts';
import { FileSites, type LineSites } from './fileSites.ts';
import { siteKey } from './siteKey.ts';

/** What is needed of a `SiteResolver`. */
interface Resolver {
  resolve(site: Site): Promise<readonly Placement[]>;
  /** Names the site keys whose answers are not what they were. */
  readonly onDidChange: Event<ReadonlySet<string>>;
  /** Forgets the answers that rest on what surrounds the spans of these site keys. */
  forget?(keys: ReadonlySet<string>): void;
}

/** Places that were preferred over the best ones, by site key; what keeps them from one window to the next. */
export interface Choices {
  get(): Readonly<Record<string, Placement>>;
  set(choices: Readonly<Record<string, Placement>>): void;
}

interface Options {
  readonly sites: (query: { readonly since?: number }) => Promise<SitePage>;
  readonly resolver: Resolver;
  /** Told of faults in placing a site, which then has no line. */
  readonly onError: (error: unknown) => void;
  /** Without it choices last as long as this object. */
  readonly choices?: Choices;
}

interface Placed {
  readonly site: Site;
  readonly key: string;
  readonly placements: readonly Placement[];
  /** Which answer of the resolver is wanted, and which one these placements are; 0 is none. */
  readonly wanted: number;
  readonly had: number;
  /** Spans that there were when it was last asked what surrounds them. */
  readonly seen: number;
}

const unplaced = { placements: [], wanted: 1, had: 0, seen: 0 };

/** Files whose lines, or the figures on them, are not what they were. */
export interface LinesChange {
  readonly paths: ReadonlySet<string>;
}

/** Sites placed at once: thousands may come with the first answer, and files are read for each. */
const parallel = 64;

/** The live list of sites and where they are, kept up with the collector and with the user's files. */
export class SiteLines implements Disposable {
  readonly #fetch: Options['sites'];
  readonly #resolver: Resolver;
  readonly #owned = new DisposableStore();
  readonly #changes = this.#owned.register(new Emitter<LinesChange>());
  /** Names only files where something is different. */
  readonly onDidChange = this.#changes.event;
  readonly #files = new FileSites();
  /** By site key, so that a choice outlives the numbers that a collector deals anew. */
  readonly #chosen: Map<string, Placement>;
  readonly #choices: Choices | undefined;
  readonly #onError: (error: unknown) => void;
  readonly #load = coalesce(() => this.#takePage());
  #movedPaths = new Set<string>();
  #sites = new Map<SiteId, Placed>();
  #revision: number | undefined;

  constructor({ sites, resolver, onError, choices }: Options) {
    this.#fetch = sites;
    this.#resolver = resolver;
    this.#onError = onError;
    this.#choices = choices;
    this.#chosen = new Map(Object.entries(choices?.get() ?? {}));
    this.#owned.register(
      resolver.onDidChange((keys) => {
        this.#wantAnew(keys);
        void this.#placeAll();
      }),
    );
  }

  /**
   * Takes in what changed since the last call; calls while one runs share the next one. Figures of placed sites
   * are told at once, new sites once they are placed, and then it is done. Rejects when the collector cannot
   * be asked; what was known stays.
   */
  async refresh(): Promise<void> {
    await this.#load();
    await this.#placeAll();
  }

  /** Asks for everything anew next time: after another collector took over. */
  reset(): Promise<void> {
    this.#revision = undefined;
    return this.refresh();
  }

  sites(): readonly Site[] {
    return [...this.#sites.values()].map(({ site }) => site);
  }

  site(id: SiteId): Site | undefined {
    return this.#sites.get(id)?.site;
  }

  /** The best place, or the one that was chosen. */
  placement(id: SiteId): Placement | undefined {
    const placed = this.#sites.get(id);
    return placed === undefined ? undefined : this.#placementOf(placed);
  }

  /** Every place known, best first. */
  placements(id: SiteId): readonly Placement[] {
    return this.#sites.get(id)?.placements ?? [];
  }

  /** Lines with sites, from the top; costs as much as the file has sites. */
  ofFile(path: string): readonly LineSites[] {
    return this.#files.ofFile(path);
  }

  /** Prefers a place over the best one; without a place, goes back to the best. */
  choose(id: SiteId, placement: Placement | undefined): void {
    const placed = this.#sites.get(id);
    if (placed === undefined) return;
    const paths = this.#unlist(placed);
    if (placement === undefined) this.#chosen.delete(placed.key);
    else this.#chosen.set(placed.key, placement);
    this.#choices?.set(Object.fromEntries(this.#chosen));
    this.#tell(new Set([...paths, ...this.#list(placed)]));
  }

  dispose(): void {
    this.#owned.dispose();
  }

  async #takePage(): Promise<void> {
    const page = await this.#fetch(this.#revision === undefined ? {} : { since: this.#revision });
    if (this.#owned.disposed) return;
    this.#revision = page.revision;
    this.#tell(page.complete ? this.#replaceAll(page.sites) : this.#merge(page.sites, new Map()));
  }

  #replaceAll(sites: readonly Site[]): Set<string> {
    const before = [...this.#sites.values()];
    const known = new Map(before.map((placed) => [placed.key, placed]));
    const paths = new Set(before.flatMap((placed) => this.#unlist(placed)));
    this.#sites = new Map();
    for (const path of this.#merge(sites, known)) paths.add(path);
    return paths;
  }

  #merge(sites: readonly Site[], known: ReadonlyMap<string, Placed>): Set<string> {
    const paths = new Set<string>();
    const grown = new Set<string>();
    for (const site of sites) {
      const key = siteKey(site);
      const before = this.#sites.get(site.id);
      const same = before?.key === key ? before : known.get(key);
      const after = { ...(same ?? unplaced), site, key };
      const asksAnew = hasGrown(after);
      if (asksAnew && same !== undefined) grown.add(key);
      const seen = asksAnew ? site.count : after.seen;
      for (const path of this.#replace(before, { ...after, seen })) paths.add(path);
    }
    // More spans may have other spans around them, which is what a site without a line rests on.
    if (grown.size > 0) this.#resolver.forget?.(grown);
    return paths;
  }

  /**
   * Climbs the ladder for every site that has no answer, or an old one. Runs may overlap, so that new sites need
   * not wait for slow ones: the resolver answers once for all who ask.
   */
  async #placeAll(): Promise<void> {
    const waiting = [...this.#sites.values()].filter(({ wanted, had }) => had !== wanted);
    let next = 0;
    const worker = async (): Promise<void> => {
      for (let placed = waiting[next++]; placed !== undefined; placed = waiting[next++]) {
        const placements = await this.#resolve(placed.site);
        if (this.#owned.disposed) return;
        this.#settle(placed, placements);
      }
    };
    await Promise.all(Array.from({ length: Math.min(parallel, waiting.length) }, worker));
    this.#tellMoved();
  }

  /** What is shown stays until the new answers are there. */
  #wantAnew(keys: ReadonlySet<string>): void {
    for (const [id, placed] of this.#sites) {
      if (keys.has(placed.key)) this.#sites.set(id, { ...placed, wanted: placed.wanted + 1 });
    }
  }

  async #resolve(site: Site): Promise<readonly Placement[]> {
    try {
      return await this.#resolver.resolve(site);
    } catch (error) {
      this.#onError(error);
      return [];
    }
  }

  /** Keeps an answer, unless the site is gone meanwhile; its figures may be newer. */
  #settle(asked: Placed, placements: readonly Placement[]): void {
    const id = asked.site.id;
    const now = this.#sites.get(id);
    if (now?.key !== asked.key || now.had > asked.wanted) return;
    const after = { ...now, placements, had: asked.wanted };
    if (sameLine(this.#placementOf(now), this.#placementOf(after))) this.#sites.set(id, after);
    else this.#moved(this.#replace(now, after));
  }

  /** Sites that are placed in one turn are told of together, and none waits for a slower one. */
  #moved(paths: readonly string[]): void {
    if (this.#movedPaths.size === 0) setImmediate(() => this.#tellMoved());
    for (const path of paths) this.#movedPaths.add(path);
  }

  #tellMoved(): void {
    const paths = this.#movedPaths;
    this.#movedPaths = new Set();
    this.#tell(paths);
  }

  #replace(before: Placed | undefined, after: Placed): readonly string[] {
    const paths = before === undefined ? [] : this.#unlist(before);
    this.#sites.set(after.site.id, after);
    return [...paths, ...this.#list(after)];
  }

  #list(placed: Placed): readonly string[] {
    const location = this.#placementOf(placed)?.location;
    if (location === undefined) return [];
    this.#files.add(placed.site.id, location);
    return [location.path];
  }

  #unlist(placed: Placed): readonly string[] {
    const location = this.#placementOf(placed)?.location;
    if (location === undefined) return [];
    this.#files.delete(placed.site.id, location);
    return [location.path];
  }

  #placementOf({ key, placements }: Placed): Placement | undefined {
    return this.#chosen.get(key) ?? placements[0];
  }

  #tell(paths: ReadonlySet<string>): void {
    if (paths.size > 0) this.#changes.fire({ paths });
  }
}

/** Each time there are twice as many, so that busy sites are not asked for with every change. */
function hasGrown({ site, placements, seen }: Placed): boolean {
  const [best] = placements;
  return (best === undefined || best.confidence === 'low') && site.count >= 2 * seen;
}

function sameLine(a: Placement | undefined, b: Placement | undefined): boolean {
  if (a === undefined || b === undefined) return a === b;
  return (
    a.location.path === b.location.path &&
    a.location.line === b.location.line &&
    a.confidence === b.confidence
  );
}
