import { type Disposable, DisposableStore } from '../shared/disposable.ts';
import { Emitter } from '../shared/event.ts';
import type { Placement } from '../shared/placement.ts';
import type { Site } from '../shared/site.ts';
import type { CodeIndex } from './codeIndex.ts';
import { emptyIndex } from './emptyIndex.ts';
import { type RungAnswer, rankPlacements, withoutRepeats } from './ladder.ts';
import { PathMapper } from './pathMapper.ts';
import { PathKnowledge, type UserPaths } from './paths/pathKnowledge.ts';
import { ReadTracker } from './readTracker.ts';
import type { Relatives, Rung, RungContext } from './rung.ts';
import { siteKey } from './siteKey.ts';
import type { WorkspaceFiles } from './workspaceFiles.ts';

interface Options {
  readonly files: WorkspaceFiles;
  /** Surest evidence first. */
  /** Asked for with the first site: nobody needs them before. */
  readonly rungs: () => Promise<readonly Rung[]>;
  /** Without one, and while it fails, rungs see no facts. */
  readonly index?: CodeIndex;
  /** What surrounds a site's spans; without it nothing does. */
  readonly relatives?: (site: Site) => Promise<Relatives>;
  /** What the user said of paths. */
  readonly paths?: UserPaths;
  /** Disposed of with the resolver. */
  readonly owned?: readonly Disposable[];
}

interface Answer {
  readonly placements: Promise<readonly Placement[]>;
  readonly reads: ReadTracker;
}

/**
 * `complete` is the answer; `own` is without what ancestors give; `alone` is that without a look at any other
 * site. Each is made from the one below, so that sites that ask for one another come to an end.
 */
type Depth = 'complete' | 'own' | 'alone';

/** Beyond this many kinds of span, the ones resolved longest ago are resolved anew when they come again. */
const maxAnswers = 50_000;

/** When more files than this change at once (a checkout), comparing costs more than climbing again. */
const maxComparedPaths = 200;

const nobody: Relatives = { ancestors: [], descendants: [] };

/** Climbs the ladder once per site, whatever its figures, and again when something changes that the answer rests on. */
export class SiteResolver implements Disposable {
  readonly #files: WorkspaceFiles;
  readonly #rungs: () => Promise<readonly Rung[]>;
  readonly #index: CodeIndex;
  readonly #relatives: (site: Site) => Promise<Relatives>;
  readonly #answers: Readonly<Record<Depth, Map<string, Answer>>> = {
    complete: new Map(),
    own: new Map(),
    alone: new Map(),
  };
  readonly #knowledge: PathKnowledge;
  /** By site key, since several rungs ask. */
  readonly #around = new Map<string, Promise<Relatives>>();
  readonly #owned = new DisposableStore();
  readonly #changes = this.#owned.register(new Emitter<ReadonlySet<string>>());
  /** The answers of these site keys were forgotten: ask again for the sites that are of interest. */
  readonly onDidChange = this.#changes.event;
  readonly #failures = this.#owned.register(new Emitter<unknown>());
  /** A rung failed, which is a fault of ours, though others have answered. */
  readonly onDidFail = this.#failures.event;
  #indexChanged = false;
  #indexFailed = false;

  constructor({
    files,
    rungs,
    index = emptyIndex,
    relatives = async () => nobody,
    paths,
    owned = [],
  }: Options) {
    this.#files = files;
    let known: Promise<readonly Rung[]> | undefined;
    this.#rungs = () => {
      known ??= rungs();
      return known;
    };
    this.#index = index;
    this.#relatives = relatives;
    for (const item of owned) this.#owned.register(item);
    // It must see changes of files before the answers are made anew.
    this.#knowledge = this.#owned.register(new PathKnowledge(files, paths));
    this.#owned.register(
      this.#knowledge.onDidChange((service) => this.#forget((reads) => reads.restsOnRules(service))),
    );
    this.#owned.register(files.onDidChange(({ paths }) => this.invalidate(paths)));
    this.#owned.register(index.onDidChange(() => this.#forgetIndexed()));
    if (index.onDidFail !== undefined) {
      this.#owned.register(index.onDidFail((error) => this.#failures.fire(error)));
    }
  }

  /** Every place known for the site, best first; empty where there is none. Rejects only on a fault of ours. */
  resolve(site: Site): Promise<readonly Placement[]> {
    return this.#answer(site, 'complete').placements;
  }

  /** Forgets the answers that rest on the files, or all. */
  invalidate(paths?: readonly string[]): void {
    const some = paths !== undefined && paths.length <= maxComparedPaths ? paths : undefined;
    this.#forget((reads) => some === undefined || some.some((path) => reads.restsOn(path)));
  }

  /** The user says something else of paths now. */
  setPaths(paths: UserPaths): void {
    this.#knowledge.setUser(paths);
  }

  /** What is known of paths, for what maps them outside the ladder. */
  get knowledge(): PathKnowledge {
    return this.#knowledge;
  }

  /** What of the user's files nobody looks at, as a sentence; `undefined` when nothing is left out. */
  get leftOut(): string | undefined {
    return this.#files.leftOut;
  }

  /** Forgets the answers that rest on what surrounds the spans of these site keys, once that is another. */
  forget(keys: ReadonlySet<string>): void {
    for (const key of keys) this.#around.delete(key);
    this.#forget((reads) => reads.restsOnRelatives(keys));
  }

  dispose(): void {
    this.#owned.dispose();
    for (const answers of Object.values(this.#answers)) answers.clear();
    this.#around.clear();
  }

  #answer(site: Site, depth: Depth): Answer {
    const answers = this.#answers[depth];
    const key = siteKey(site);
    const known = answers.get(key);
    if (known !== undefined) return known;
    const reads = new ReadTracker(this.#files);
    const placements = this.#climb(site, depth, reads);
    const answer = { placements, reads };
    answers.set(key, answer);
    // A failure is told to who asked, and is no answer to keep.
    placements.catch(() => answers.get(key) === answer && answers.delete(key));
    forgetOldest(answers);
    return answer;
  }

  async #climb(site: Site, depth: Depth, reads: ReadTracker): Promise<readonly Placement[]> {
    if (depth !== 'complete') return this.#rankOf(site, depth, reads, (rung) => rung.inherits !== true);
    const own = await this.#other(site, 'own', reads);
    const sure = own.some(({ confidence }) => confidence !== 'low');
    const inherits = !sure && (await this.#rungs()).some((rung) => rung.inherits);
    if (!inherits) return own;
    const inherited = await this.#rankOf(site, depth, reads, (rung) => rung.inherits === true);
    return withoutRepeats([...own, ...inherited]);
  }

  /** A rung that fails takes nothing from the others; where none of them answers, its failure is the answer. */
  async #rankOf(
    site: Site,
    depth: Depth,
    reads: ReadTracker,
    wanted: (rung: Rung) => boolean,
  ): Promise<readonly Placement[]> {
    const context = this.#contextOf(site, depth, reads);
    const failures: unknown[] = [];
    const climb = async (rung: Rung): Promise<RungAnswer> => {
      try {
        return { rung, placements: await rung.place(site, context) };
      } catch (error) {
        failures.push(error);
        return { rung, placements: [] };
      }
    };
    const rungs = (await this.#rungs()).filter(wanted);
    const told = await Promise.all(rungs.filter(({ searches }) => searches !== true).map(climb));
    // What the index will soon know for sure is not worth a search.
    const early = this.#index.isComplete === false;
    const searched = early || told.some(isSure) ? [] : rungs.filter(({ searches }) => searches === true);
    const answers = [...told, ...(await Promise.all(searched.map(climb)))];
    answers.sort((a, b) => rungs.indexOf(a.rung) - rungs.indexOf(b.rung));
    const placements = rankPlacements(answers, site);
    if (failures.length > 0 && placements.length === 0) throw failures[0];
    for (const failure of failures) this.#failures.fire(failure);
    return placements;
  }

  #contextOf(site: Site, depth: Depth, reads: ReadTracker): RungContext {
    return {
      files: reads,
      paths: new PathMapper(reads, this.#knowledge, () => reads.noteRules(site.service)),
      index: reads.indexOf(this.#safeIndex),
      relatives: () => this.#relativesOf(site, reads),
      placesOf: async (other) =>
        depth === 'alone' ? [] : await this.#other(other, depth === 'complete' ? 'own' : 'alone', reads),
    };
  }

  /** The answer of another site, or this one's at another depth; what it rests on, this one rests on as well. */
  async #other(site: Site, depth: Depth, reads: ReadTracker): Promise<readonly Placement[]> {
    const answer = this.#answer(site, depth);
    reads.follow(answer.reads);
    return await answer.placements;
  }

  async #relativesOf(site: Site, reads: ReadTracker): Promise<Relatives> {
    const key = siteKey(site);
    reads.noteRelatives(key);
    const asked = this.#around.get(key) ?? this.#relatives(site);
    this.#around.set(key, asked);
    try {
      return await asked;
    } catch (error) {
      // The collector may be gone; what the site says itself is still worth an answer.
      if (this.#around.get(key) === asked && this.#around.delete(key)) this.#failures.fire(error);
      return nobody;
    }
  }

  /** The index, or nothing once it failed: a fault there must not take the lines that are known without it. */
  readonly #safeIndex: CodeIndex = {
    onDidChange: (listener) => this.#index.onDidChange(listener),
    factsOf: (path) => this.#orNothing(this.#index.factsOf(path), () => emptyIndex.factsOf(path)),
    all: () => this.#orNothing(this.#index.all(), () => emptyIndex.all()),
  };

  async #orNothing<T>(asked: Promise<T>, nothing: () => Promise<T>): Promise<T> {
    try {
      return await asked;
    } catch (error) {
      if (!this.#indexFailed) this.#failures.fire(error);
      this.#indexFailed = true;
      return await nothing();
    }
  }

  /** An index tells of each file; one look at the answers is enough for all of a turn. */
  #forgetIndexed(): void {
    if (this.#indexChanged) return;
    this.#indexChanged = true;
    setImmediate(() => {
      this.#indexChanged = false;
      this.#forget((reads) => reads.index);
    });
  }

  #forget(isOld: (reads: ReadTracker) => boolean): void {
    const forgotten = new Set<string>();
    for (const answers of Object.values(this.#answers)) {
      for (const [key, { reads }] of answers) {
        if (!isOld(reads)) continue;
        answers.delete(key);
        forgotten.add(key);
      }
    }
    if (forgotten.size > 0) this.#changes.fire(forgotten);
  }
}

function isSure({ placements }: RungAnswer): boolean {
  return placements.some(({ confidence }) => confidence === 'exact' || confidence === 'high');
}

function forgetOldest(answers: Map<string, Answer>): void {
  if (answers.size <= maxAnswers) return;
  const [oldest] = answers.keys();
  if (oldest !== undefined) answers.delete(oldest);
}
