import { fileConfidence } from '../fileConfidence.ts';
import { isVendored } from '../libraryPath.ts';
import { parentOf } from '../localPath.ts';
import type { PathMatch, SuffixReason } from '../pathMatch.ts';
import { nativePath, type SourcePath, segmentsOf } from '../sourcePath.ts';
import { isIgnoredFolder } from '../walkFiles.ts';
import type { FileReader } from '../workspaceFiles.ts';
import { sureVotes } from './learnedPrefixes.ts';
import type { PathHints } from './pathHints.ts';
import type { PathKnowledge } from './pathKnowledge.ts';
import { restAfter } from './prefixRule.ts';
import type { WorkspacePlaces } from './workspacePlaces.ts';

/** A file, with the number of whole segments that it ends with in common with a path. */
export interface Candidate {
  readonly path: string;
  readonly segments: number;
}

/** Names so common at the root of containers that they say nothing about which project it is. */
export const commonRoots: ReadonlySet<string> = new Set(
  'app apps application build code data home html mnt opt project root server service source src srv tmp usr var work workdir workspace workspaces www'.split(
    ' ',
  ),
);

/** Projects whose build output is looked for; more are fixtures of some tool. */
const maxProjects = 200;

/** Files by the end of their path. */
export class SuffixSearch {
  readonly #files: FileReader;
  readonly #places: WorkspacePlaces;
  readonly #knowledge: PathKnowledge;

  constructor(files: FileReader, places: WorkspacePlaces, knowledge: PathKnowledge) {
    this.#files = files;
    this.#places = places;
    this.#knowledge = knowledge;
  }

  /** The file that an absolute path of somewhere else is. */
  async find(path: SourcePath, hints: PathHints): Promise<PathMatch> {
    const matches = [...(await this.candidates(path)), ...(await this.#builtFiles(path))];
    const plain = this.#choose(matches, path, hints);
    const unique = plain.type === 'suffix' && plain.why === 'unique' ? fileConfidence(plain) : undefined;
    const { learned } = this.#knowledge;
    const teaches = unique?.confidence === 'high' || unique?.confidence === 'exact';
    learned.note(hints.service, path, teaches ? unique?.path : undefined);
    return (
      (await this.#byLessons(plain, matches, path, hints)) ?? (await this.#byMounts(plain, path)) ?? plain
    );
  }

  /** A relative path, which is wholly the end of a file's: at the root of a folder, or anywhere below. */
  async findRelative(path: SourcePath, hints: PathHints): Promise<PathMatch> {
    const segments = path.segments.filter((segment) => segment !== '..');
    const climbs = segments.length < path.segments.length;
    const atRoot = climbs ? [] : await this.#places.atRoots(segments);
    const matches = (await this.candidates({ ...path, segments })).filter(
      (match) => match.segments === segments.length,
    );
    const below = matches.filter((match) => !atRoot.includes(match.path));
    const [root] = atRoot;
    if (root !== undefined && atRoot.length === 1 && below.length === 0)
      return exactAtRoot(root, segments.length);
    const all = [...atRoot.map((one) => ({ path: one, segments: segments.length })), ...below];
    const chosen = this.#choose(all, path, hints);
    if (chosen.type !== 'ambiguous' || root === undefined || atRoot.length !== 1 || segments.length < 2)
      return chosen;
    return suffix(root, segments.length, 'workspace root');
  }

  /** Files of the same name, with what they have in common with the path. */
  async candidates(path: SourcePath): Promise<readonly Candidate[]> {
    return this.#scored(path, await this.#files.named(path.segments.at(-1) as string));
  }

  #scored({ segments }: SourcePath, paths: readonly string[]): readonly Candidate[] {
    return paths.map((path) => ({ path, segments: this.#commonSegments(segments, segmentsOf(path)) }));
  }

  /** Build output is not indexed, but lies at a known place in each project: `dist/server.js` of `/app/dist/server.js`. */
  async #builtFiles(path: SourcePath): Promise<readonly Candidate[]> {
    const start = path.segments.slice(0, -1).findIndex((segment) => isIgnoredFolder(segment));
    if (start < 0 || isVendored(path.segments)) return [];
    const manifests = (await this.#files.named('package.json')).slice(0, maxProjects);
    const projects = new Set([...manifests.map(parentOf), ...this.#files.folders]);
    const targets = [...projects].map((folder) => nativePath(folder, path.segments.slice(start)));
    const own = await Promise.all(targets.map((target) => this.#places.own(target)));
    return this.#scored(path, [...new Set(own.filter((one) => one !== undefined))]);
  }

  #choose(matches: readonly Candidate[], { absolute, segments }: SourcePath, hints: PathHints): PathMatch {
    // `/app` is the root of a container: that a folder here has the same name is chance.
    const chance = absolute && segments.length > 1 && commonRoots.has((segments[0] as string).toLowerCase());
    const most = segments.length - (chance ? 1 : 0);
    const best = Math.max(...matches.map((match) => Math.min(match.segments, most)));
    const tied = matches.filter((match) => Math.min(match.segments, most) === best);
    const [first] = tied;
    if (first === undefined) return { type: 'unknown' };
    const { service, workspaceFolder, directories = [] } = hints;
    const [directory] = directories;
    const inFolder = (path: string, folder: string | undefined): boolean =>
      folder !== undefined && this.#places.liesIn(path, folder);
    const ties: readonly (readonly [SuffixReason, (path: string) => boolean])[] = [
      ['service folder', (path) => this.#liesInFolder(path, service)],
      ['working directory', (path) => inFolder(path, directory)],
      ['launched folder', (path) => inFolder(path, workspaceFolder)],
    ];
    for (const [why, fits] of ties) {
      const fitting = tied.filter((match) => fits(match.path));
      const [own] = fitting;
      if (own !== undefined && fitting.length === 1 && (tied.length > 1 || why === 'service folder')) {
        return suffix(own.path, best, why);
      }
    }
    if (tied.length === 1) return suffix(first.path, best, 'unique');
    return { type: 'ambiguous', paths: tied.map((match) => match.path) };
  }

  /** What other paths of the service say: it decides between several, and makes one that fits surer or less sure. */
  async #byLessons(
    plain: PathMatch,
    matches: readonly Candidate[],
    path: SourcePath,
    { service }: PathHints,
  ): Promise<PathMatch | undefined> {
    const places = this.#knowledge.learned.placesOf(service, path);
    if (places.length === 0) return undefined;
    const present = new Map<string, number>();
    for (const place of places) {
      const own = await this.#places.own(place.path);
      if (own !== undefined) present.set(own, (present.get(own) ?? 0) + place.votes);
    }
    const [only] = present;
    if (only === undefined) {
      const sure = plain.type === 'suffix' && places.some(({ votes }) => votes >= sureVotes);
      return sure ? { ...plain, doubted: true } : undefined;
    }
    const [file, votes] = only;
    const agrees = plain.type !== 'suffix' || plain.path === file;
    if (present.size > 1 || !agrees || fileConfidence(plain)?.confidence === 'high') return undefined;
    const segments = matches.find((match) => match.path === file)?.segments ?? 1;
    return { type: 'suffix', path: file, segments, why: 'service paths', votes };
  }

  /** Mounts of other services, or of a service by another name, are a reason to choose one of several. */
  async #byMounts(plain: PathMatch, path: SourcePath): Promise<PathMatch | undefined> {
    if (plain.type !== 'ambiguous') return undefined;
    const fitting = new Set<string>();
    for (const { remote, folder } of await this.#knowledge.configuredRules()) {
      const rest = restAfter(remote, path, this.#files.ignoresCase);
      const target = rest === undefined ? undefined : nativePath(folder, rest);
      if (target !== undefined && plain.paths.includes(target)) fitting.add(target);
    }
    const [only] = fitting;
    if (only === undefined || fitting.size > 1) return undefined;
    return suffix(only, this.#commonSegments(path.segments, segmentsOf(only)), 'mounts of containers');
  }

  /** Whether a folder on the way, from the one that was opened down, has the name of the service. */
  #liesInFolder(path: string, service: string): boolean {
    const segments = segmentsOf(path);
    // Most paths do not have the name at all, and that is soon seen.
    if (service === '' || !segments.includes(service)) return false;
    const folder = this.#files.folders.find((one) => this.#places.liesIn(path, one));
    const opened = folder === undefined ? 0 : segmentsOf(folder).length - 1;
    return segments.slice(opened, -1).includes(service);
  }

  #commonSegments(a: readonly string[], b: readonly string[]): number {
    let count = 0;
    while (count < a.length && count < b.length) {
      if (!this.#places.same(a[a.length - 1 - count] as string, b[b.length - 1 - count] as string)) break;
      count++;
    }
    return count;
  }
}

function suffix(path: string, segments: number, why: SuffixReason): PathMatch {
  return { type: 'suffix', path, segments, why };
}

/** A bare name may as well be a library's file that is nowhere here, so that alone it is not exact. */
function exactAtRoot(path: string, segments: number): PathMatch {
  return segments > 1 ? { type: 'exact', path } : suffix(path, segments, 'workspace root');
}
