import { isLibraryPath, isVendored } from './libraryPath.ts';
import { nativePath, parseSourcePath, type SourcePath, segmentsOf } from './sourcePath.ts';
import type { FileReader } from './workspaceFiles.ts';

/** Which file of the user's a path that a program wrote is; a folder's path is mapped like a file's. */
export type PathMatch =
  /** The very file, or the only one that a relative path can be. */
  | { readonly type: 'exact'; readonly path: string }
  /** The only file that ends with the last segments of the path, as many as are given. */
  | { readonly type: 'suffix'; readonly path: string; readonly segments: number; readonly why: SuffixReason }
  /** Several files fit equally well. */
  | { readonly type: 'ambiguous'; readonly paths: readonly string[] }
  /** A library, the language's own code, or a file of this machine that is not in the workspace. */
  | { readonly type: 'foreign' }
  /** Nothing in the workspace looks like it. */
  | { readonly type: 'unknown' };

/** `unique`: no other fits as well. The others chose one of several that do. */
export type SuffixReason = 'unique' | 'service folder' | 'workspace root';

/** Names so common at the root of containers that they say nothing about which project it is. */
const commonRoots: ReadonlySet<string> = new Set(
  'app apps application build code data home mnt opt project root server service source src srv tmp usr var work workdir workspace workspaces'.split(
    ' ',
  ),
);

/** Maps paths of programs, here or in containers, to files of the workspace; never guesses between several. */
export class PathMapper {
  readonly #files: FileReader;

  constructor(files: FileReader) {
    this.#files = files;
  }

  /** `service` breaks ties between projects: its name may be that of one project's folder. */
  async map(text: string, service = ''): Promise<PathMatch> {
    const path = parseSourcePath(text);
    if (path === undefined) return { type: 'foreign' };
    return path.absolute ? this.#mapAbsolute(path, service) : this.#mapRelative(path, service);
  }

  async #mapAbsolute(path: SourcePath, service: string): Promise<PathMatch> {
    const here = (await this.#inFolders(path)) ?? (await this.#throughLinks(path));
    if (here !== undefined) return here;
    if (isLibraryPath(path.segments)) return { type: 'foreign' };
    const matches = await this.#candidates(path);
    return this.#choose(matches, path, service);
  }

  /** A path that begins with a folder's own. One that is missing there was deleted, and is no other file. */
  async #inFolders(path: SourcePath): Promise<PathMatch | undefined> {
    let missing = false;
    for (const folder of this.#foldersOf(path)) {
      const rest = path.segments.slice(foldedPath(folder).segments.length);
      const target = nativePath(folder, rest);
      const real = await this.#files.realPath(target);
      missing ||= real === undefined;
      if (real === undefined) continue;
      if (isVendored(rest)) return await this.#linkedLibrary(real);
      return { type: 'exact', path: await this.#spelled(target) };
    }
    return missing ? { type: 'unknown' } : undefined;
  }

  /** A package of the same workspace that another one reaches through a link in its `node_modules`. */
  async #linkedLibrary(real: string): Promise<PathMatch> {
    return (await this.#belowRealFolder(real)) ?? { type: 'foreign' };
  }

  /** A file of this machine, written in another way than the folder was opened: a link on either side. */
  async #throughLinks(path: SourcePath): Promise<PathMatch | undefined> {
    const own = this.#ownForm(path);
    const real = own === undefined ? undefined : await this.#files.realPath(own);
    if (real === undefined) return undefined;
    return (await this.#belowRealFolder(real)) ?? { type: 'foreign' };
  }

  async #belowRealFolder(real: string): Promise<PathMatch | undefined> {
    for (const folder of this.#files.folders) {
      const realFolder = await this.#files.realPath(folder);
      if (realFolder === undefined || !this.#startsWith(foldedPath(real), foldedPath(realFolder))) continue;
      const rest = segmentsOf(real).slice(segmentsOf(realFolder).length);
      if (rest.length > 0 && !isVendored(rest)) return { type: 'exact', path: nativePath(folder, rest) };
    }
    return undefined;
  }

  /** With upper and lower case as the file has them: editors and maps compare paths as text. */
  async #spelled(path: string): Promise<string> {
    if (!this.#files.ignoresCase) return path;
    const named = await this.#files.named(segmentsOf(path).at(-1) ?? '');
    return named.find((one) => one.toLowerCase() === path.toLowerCase()) ?? path;
  }

  /** The path as this machine would write it; `undefined` for a path of the other kind of machine. */
  #ownForm(path: SourcePath): string | undefined {
    // To look at a share is to log in to a host that a span named: only where the user himself works there.
    const shares = this.#files.folders.map((folder) => foldedPath(folder).volume);
    if (path.volume.startsWith('//') && !shares.includes(path.volume)) return undefined;
    const windows = this.#files.folders.some((folder) => folder.includes('\\'));
    if (windows !== (path.volume !== '')) return undefined;
    return windows
      ? `${path.volume.replaceAll('/', '\\')}\\${path.segments.join('\\')}`
      : `/${path.segments.join('/')}`;
  }

  /** Relative to a working directory that nobody told: a folder's root, or any folder below. */
  async #mapRelative(path: SourcePath, service: string): Promise<PathMatch> {
    const segments = path.segments.filter((segment) => segment !== '..');
    if (isVendored(segments)) return { type: 'foreign' };
    const climbs = segments.length < path.segments.length;
    const atRoot = climbs ? [] : await this.#atRoots(segments);
    const matches = (await this.#candidates({ ...path, segments })).filter(
      (match) => match.segments === segments.length,
    );
    const below = matches.filter((match) => !atRoot.includes(match.path));
    if (atRoot.length === 1 && below.length === 0) return exactAtRoot(atRoot[0] as string, segments.length);
    const all = [...atRoot.map((root) => ({ path: root, segments: segments.length })), ...below];
    const chosen = this.#choose(all, path, service);
    if (chosen.type !== 'ambiguous' || atRoot.length !== 1 || segments.length < 2) return chosen;
    return {
      type: 'suffix',
      path: atRoot[0] as string,
      segments: segments.length,
      why: 'workspace root',
    };
  }

  async #atRoots(segments: readonly string[]): Promise<string[]> {
    const paths = this.#files.folders.map((folder) => nativePath(folder, segments));
    const real = await Promise.all(paths.map((path) => this.#files.realPath(path)));
    const present = paths.filter((_, index) => real[index] !== undefined);
    return Promise.all(present.map((path) => this.#spelled(path)));
  }

  /** Files of the same name, with the number of whole segments that they end with in common. */
  async #candidates(path: SourcePath): Promise<Candidate[]> {
    const paths = await this.#files.named(path.segments.at(-1) as string);
    return paths.map((candidate) => ({
      path: candidate,
      segments: this.#commonSegments(path.segments, segmentsOf(candidate)),
    }));
  }

  #choose(matches: readonly Candidate[], { absolute, segments }: SourcePath, service: string): PathMatch {
    // `/app` is the root of a container: that a folder here has the same name is chance.
    const chance = absolute && segments.length > 1 && commonRoots.has((segments[0] as string).toLowerCase());
    const most = segments.length - (chance ? 1 : 0);
    const best = Math.max(...matches.map((match) => Math.min(match.segments, most)));
    const tied = matches.filter((match) => Math.min(match.segments, most) === best);
    const ofService = tied.filter((match) => this.#liesInFolder(match.path, service));
    const [first] = tied;
    const [own] = ofService;
    if (first === undefined) return { type: 'unknown' };
    if (own !== undefined && ofService.length === 1) return suffix(own.path, best, 'service folder');
    if (tied.length === 1) return suffix(first.path, best, 'unique');
    return { type: 'ambiguous', paths: tied.map((match) => match.path) };
  }

  /** Whether a folder on the way, from the one that was opened down, has the name of the service. */
  #liesInFolder(path: string, service: string): boolean {
    const segments = segmentsOf(path);
    const folder = this.#files.folders.find((one) => this.#startsWith(foldedPath(path), foldedPath(one)));
    const opened = folder === undefined ? 0 : segmentsOf(folder).length - 1;
    return service !== '' && segments.slice(opened, -1).includes(service);
  }

  #foldersOf(path: SourcePath): readonly string[] {
    return this.#files.folders
      .filter((folder) => this.#startsWith(path, foldedPath(folder)))
      .sort((a, b) => b.length - a.length);
  }

  #startsWith(path: SourcePath, folder: SourcePath): boolean {
    return (
      path.volume === folder.volume &&
      path.segments.length >= folder.segments.length &&
      folder.segments.every((segment, index) => this.#same(segment, path.segments[index] as string))
    );
  }

  #commonSegments(a: readonly string[], b: readonly string[]): number {
    let count = 0;
    while (count < a.length && count < b.length) {
      if (!this.#same(a[a.length - 1 - count] as string, b[b.length - 1 - count] as string)) break;
      count++;
    }
    return count;
  }

  #same(a: string, b: string): boolean {
    return a === b || (this.#files.ignoresCase && a.toLowerCase() === b.toLowerCase());
  }
}

interface Candidate {
  readonly path: string;
  readonly segments: number;
}

function suffix(path: string, segments: number, why: SuffixReason): PathMatch {
  return { type: 'suffix', path, segments, why };
}

/** A bare name may as well be a library's file that is nowhere here, so that alone it is not exact. */
function exactAtRoot(path: string, segments: number): PathMatch {
  return segments > 1 ? { type: 'exact', path } : suffix(path, segments, 'workspace root');
}

function foldedPath(path: string): SourcePath {
  return parseSourcePath(path) ?? { absolute: true, volume: '', segments: [] };
}
