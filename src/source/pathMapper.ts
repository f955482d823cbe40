import { fileConfidence } from './fileConfidence.ts';
import { isLibraryPath, isVendored } from './libraryPath.ts';
import type { LineMemory } from './lineMemory.ts';
import type { PathMatch } from './pathMatch.ts';
import { byModules } from './paths/moduleFiles.ts';
import type { PathHints } from './paths/pathHints.ts';
import { PathKnowledge } from './paths/pathKnowledge.ts';
import { isOfService, type PrefixRule, restAfter } from './paths/prefixRule.ts';
import { type Candidate, commonRoots, SuffixSearch } from './paths/suffixSearch.ts';
import { WorkspacePlaces } from './paths/workspacePlaces.ts';
import type { SourceMapCache } from './sourceMaps/sourceMapCache.ts';
import { nativePath, parseSourcePath, type SourcePath, segmentsOf } from './sourcePath.ts';
import type { FileReader } from './workspaceFiles.ts';

/** Maps paths of programs, here or in containers, to files of the workspace; never guesses between several. */
export class PathMapper {
  readonly #files: FileReader;
  readonly #knowledge: PathKnowledge;
  readonly #noteRules: () => void;
  readonly #places: WorkspacePlaces;
  readonly #suffixes: SuffixSearch;

  /** `noteRules` is called where an answer rests on `knowledge` of the service or of all. */
  constructor(
    files: FileReader,
    knowledge = new PathKnowledge(files),
    noteRules: () => void = () => undefined,
  ) {
    this.#files = files;
    this.#knowledge = knowledge;
    this.#noteRules = noteRules;
    this.#places = new WorkspacePlaces(files);
    this.#suffixes = new SuffixSearch(files, this.#places, knowledge);
  }

  /** Source maps that were read so far. */
  get sourceMaps(): SourceMapCache {
    return this.#knowledge.sourceMaps;
  }

  /** What stood on the lines that spans named. */
  get lineMemory(): LineMemory {
    return this.#knowledge.lineMemory;
  }

  /** `hints` break ties and make relative paths absolute; a text is the name of the service. */
  async map(text: string, hints: PathHints | string = ''): Promise<PathMatch> {
    const path = parseSourcePath(text);
    if (path === undefined) return { type: 'foreign' };
    const all = typeof hints === 'string' ? { service: hints } : hints;
    return path.absolute ? this.#mapAbsolute(path, all) : this.#mapRelative(path, text, all);
  }

  async #mapAbsolute(path: SourcePath, hints: PathHints): Promise<PathMatch> {
    const here = await this.#places.find(path);
    if (here?.type === 'exact') return here;
    this.#noteRules();
    const byUser = await this.#byUser(path, hints);
    if (byUser !== undefined) return byUser;
    if (here !== undefined) return here.type === 'missing' ? { type: 'unknown' } : here;
    if (isLibraryPath(path.segments)) return { type: 'foreign' };
    return (await this.#byConfigured(path, hints)) ?? (await this.#suffixes.find(path, hints));
  }

  /** Relative to a working directory that was told, to the root of a module, or to any folder below. */
  async #mapRelative(path: SourcePath, text: string, hints: PathHints): Promise<PathMatch> {
    const segments = path.segments.filter((segment) => segment !== '..');
    const climbs = segments.length < path.segments.length;
    this.#noteRules();
    const byUser = await this.#byUser(path, hints);
    if (byUser !== undefined) return byUser;
    if (isVendored(segments)) return { type: 'foreign' };
    const modules = await this.#knowledge.modules();
    const found = climbs ? undefined : await byModules(path, hints, modules, this.#files, this.#places);
    return (
      found ??
      (await this.#fromDirectories(text, hints)) ??
      (await this.#suffixes.findRelative(await this.#belowRoot(path, hints), hints))
    );
  }

  /** Joined to where the program ran. A container's directory makes it a path of the container. */
  async #fromDirectories(text: string, hints: PathHints): Promise<PathMatch | undefined> {
    for (const directory of hints.directories ?? []) {
      const joined = parseSourcePath(`${directory}/${text.trim()}`);
      if (joined?.absolute !== true) continue;
      const here = await this.#places.find(joined);
      if (here?.type === 'exact') return here;
      if (here !== undefined || isLibraryPath(joined.segments)) continue;
      const match = await this.#mapAbsolute(joined, hints);
      const certainty = fileConfidence(match);
      if (certainty !== undefined && certainty.confidence !== 'low') return match;
    }
    return undefined;
  }

  /** From the root of the repository, where a program says how far below it ran; only if there is such a file. */
  async #belowRoot(path: SourcePath, { rootPath = '' }: PathHints): Promise<SourcePath> {
    const longer = rootPath === '' ? undefined : parseSourcePath(`${rootPath}/${path.segments.join('/')}`);
    if (longer === undefined || longer.absolute || longer.segments.includes('..')) return path;
    const candidates = await this.#suffixes.candidates(longer);
    return candidates.some(({ segments }) => segments === longer.segments.length) ? longer : path;
  }

  async #byUser(path: SourcePath, { service }: PathHints): Promise<PathMatch | undefined> {
    const rules = this.#knowledge.userRules();
    const fitting = rules.filter((rule) => rule.services.length === 0 || isOfService(rule, service));
    const chosen = fitting.filter(({ services }) => services.length > 0);
    for (const some of [chosen, fitting]) {
      const paths = await this.#follow(some, path);
      const [first] = paths;
      if (first !== undefined && paths.length === 1) return mapped(first, 'exact');
      if (paths.length > 1) return { type: 'ambiguous', paths: paths.map((one) => one.path) };
    }
    return undefined;
  }

  /**
   * By what is mounted or copied into containers, and by debuggers' mappings. A rule of the service itself is as
   * sure as a path of this machine; one of nobody's in particular only where no other file looks like it.
   */
  async #byConfigured(path: SourcePath, hints: PathHints): Promise<PathMatch | undefined> {
    const rules = await this.#knowledge.configuredRules();
    const own = await this.#follow(
      rules.filter((rule) => isOfService(rule, hints.service)),
      path,
    );
    if (own[0] !== undefined && own.length === 1) return mapped(own[0], 'exact');
    if (own.length > 1) return { type: 'ambiguous', paths: own.map((one) => one.path) };
    const open = await this.#follow(
      rules.filter(({ services }) => services.length === 0),
      path,
    );
    const [first] = open;
    if (first === undefined || open.length > 1) return undefined;
    const candidates = await this.#suffixes.candidates(path);
    const sure = !candidates.some((one) => isRival(one, first.path)) && tellsProject(first, candidates);
    if (sure) return mapped(first, 'high');
    const other = await this.#suffixes.find(path, hints);
    if (other.type !== 'suffix' || other.path === first.path) return mapped(first, 'medium');
    // The service's own folder knows better than a mapping of nobody's in particular.
    return other.why === 'unique' ? { type: 'ambiguous', paths: [first.path, other.path] } : other;
  }

  /** The files that the rules with the longest prefix lead to, where there are such files. */
  async #follow(rules: readonly PrefixRule[], path: SourcePath): Promise<readonly Mapped[]> {
    const fitting = rules.flatMap(({ remote, folder, from: by }) => {
      const rest = restAfter(remote, path, this.#files.ignoresCase);
      return rest === undefined ? [] : [{ rest, remote, by, target: nativePath(folder, rest) }];
    });
    fitting.sort((a, b) => a.rest.length - b.rest.length);
    const found = new Map<string, Mapped>();
    let length: number | undefined;
    for (const { rest, remote, by, target } of fitting) {
      if (length !== undefined && rest.length > length) break;
      const own = await this.#places.own(target);
      if (own === undefined) continue;
      length = rest.length;
      found.set(own, found.get(own) ?? { path: own, by, remote });
    }
    return [...found.values()];
  }
}

interface Mapped {
  readonly path: string;
  readonly by: string;
  readonly remote: string;
}

/** Only the name in common is what any two projects have. */
function isRival({ path, segments }: Candidate, chosen: string): boolean {
  return path !== chosen && segments > 1;
}

/**
 * Whether the prefix itself names a project, as `/workspaces/shop` does, or what follows is long or rare: the `/app`
 * of a debugger's mapping is that of any other program too.
 */
function tellsProject({ path, remote }: Mapped, candidates: readonly Candidate[]): boolean {
  const last = segmentsOf(remote).at(-1) ?? '';
  if (last !== '' && !commonRoots.has(last.toLowerCase())) return true;
  const segments = candidates.find((one) => one.path === path)?.segments ?? 1;
  return fileConfidence({ type: 'suffix', path, segments, why: 'unique' })?.confidence === 'high';
}

function mapped({ path, by }: Mapped, confidence: 'exact' | 'high' | 'medium'): PathMatch {
  return { type: 'mapped', path, by, confidence };
}
