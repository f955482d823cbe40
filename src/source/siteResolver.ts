import { type Disposable, DisposableStore } from '../shared/disposable.ts';
import { Emitter } from '../shared/event.ts';
import type { Placement } from '../shared/placement.ts';
import type { Site } from '../shared/site.ts';
import { type RungAnswer, rankPlacements } from './ladder.ts';
import { PathMapper } from './pathMapper.ts';
import { ReadTracker } from './readTracker.ts';
import type { Rung } from './rung.ts';
import { siteKey } from './siteKey.ts';
import type { WorkspaceFiles } from './workspaceFiles.ts';

interface Options {
  readonly files: WorkspaceFiles;
  /** Surest evidence first. */
  readonly rungs: readonly Rung[];
  /** Disposed of with the resolver. */
  readonly owned?: readonly Disposable[];
}

interface Answer {
  readonly placements: Promise<readonly Placement[]>;
  readonly reads: ReadTracker;
}

/** Beyond this many kinds of span, the ones resolved longest ago are resolved anew when they come again. */
const maxAnswers = 50_000;

/** When more files than this change at once (a checkout), comparing costs more than climbing again. */
const maxComparedPaths = 200;

/** Climbs the ladder once per site, whatever its figures, and again when files change that the answer rests on. */
export class SiteResolver implements Disposable {
  readonly #files: WorkspaceFiles;
  readonly #rungs: readonly Rung[];
  readonly #answers = new Map<string, Answer>();
  readonly #owned = new DisposableStore();
  readonly #changes = this.#owned.register(new Emitter<ReadonlySet<string>>());
  /** The answers of these site keys were forgotten: ask again for the sites that are of interest. */
  readonly onDidChange = this.#changes.event;
  readonly #failures = this.#owned.register(new Emitter<unknown>());
  /** A rung failed, which is a fault of ours, though others have answered. */
  readonly onDidFail = this.#failures.event;

  constructor({ files, rungs, owned = [] }: Options) {
    this.#files = files;
    this.#rungs = rungs;
    for (const item of owned) this.#owned.register(item);
    this.#owned.register(files.onDidChange(({ paths }) => this.invalidate(paths)));
  }

  /** Every place known for the site, best first; empty where there is none. Rejects only on a fault of ours. */
  resolve(site: Site): Promise<readonly Placement[]> {
    const key = siteKey(site);
    const known = this.#answers.get(key);
    if (known !== undefined) return known.placements;
    const reads = new ReadTracker(this.#files);
    const placements = this.#climb(site, reads);
    this.#answers.set(key, { placements, reads });
    // A failure is told to who asked, and is no answer to keep.
    placements.catch(() => this.#answers.delete(key));
    this.#forgetOldest();
    return placements;
  }

  /** Forgets the answers that rest on the files, or all. */
  invalidate(paths?: readonly string[]): void {
    const some = paths !== undefined && paths.length <= maxComparedPaths ? paths : undefined;
    const forgotten = new Set<string>();
    for (const [key, { reads }] of this.#answers) {
      if (some !== undefined && !some.some((path) => reads.restsOn(path))) continue;
      this.#answers.delete(key);
      forgotten.add(key);
    }
    if (forgotten.size > 0) this.#changes.fire(forgotten);
  }

  dispose(): void {
    this.#owned.dispose();
    this.#answers.clear();
  }

  /** A rung that fails takes nothing from the others; where none of them answers, its failure is the answer. */
  async #climb(site: Site, files: ReadTracker): Promise<readonly Placement[]> {
    const context = { files, paths: new PathMapper(files) };
    const failures: unknown[] = [];
    const climb = async (rung: Rung): Promise<RungAnswer> => {
      try {
        return { rung, placements: await rung.place(site, context) };
      } catch (error) {
        failures.push(error);
        return { rung, placements: [] };
      }
    };
    const placements = rankPlacements(await Promise.all(this.#rungs.map(climb)), site.kind);
    if (failures.length > 0 && placements.length === 0) throw failures[0];
    for (const failure of failures) this.#failures.fire(failure);
    return placements;
  }

  #forgetOldest(): void {
    if (this.#answers.size <= maxAnswers) return;
    const [oldest] = this.#answers.keys();
    if (oldest !== undefined) this.#answers.delete(oldest);
  }
}
