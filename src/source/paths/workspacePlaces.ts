import { isVendored } from '../libraryPath.ts';
import { nativePath, parseSourcePath, type SourcePath, segmentsOf } from '../sourcePath.ts';
import type { FileReader } from '../workspaceFiles.ts';
import { machineForms } from './machineForms.ts';

/** What a path of this machine is. */
export type Here =
  | { readonly type: 'exact'; readonly path: string }
  /** A library, or a file that lies in no folder of the user's. */
  | { readonly type: 'foreign' }
  /** It begins with a folder of the user's, and is not there: it was deleted, and is no other file. */
  | { readonly type: 'missing' };

/** Which absolute paths are files of the workspace, in whatever way they are written. */
export class WorkspacePlaces {
  readonly #files: FileReader;
  readonly #forms = new Map<string, readonly SourcePath[]>();

  constructor(files: FileReader) {
    this.#files = files;
  }

  /** `undefined` where the path says nothing of this machine. */
  async find(path: SourcePath): Promise<Here | undefined> {
    return (await this.#inFolders(path)) ?? (await this.#throughLinks(path));
  }

  /** The file or folder at a path of this machine's form, where it is the user's own. */
  async own(path: string): Promise<string | undefined> {
    const parsed = parseSourcePath(path);
    const here = parsed === undefined ? undefined : await this.find(parsed);
    return here?.type === 'exact' ? here.path : undefined;
  }

  /** Below the roots of the folders. */
  async atRoots(segments: readonly string[]): Promise<readonly string[]> {
    const paths = this.#files.folders.map((folder) => nativePath(folder, segments));
    const real = await Promise.all(paths.map((path) => this.#files.realPath(path)));
    const present = paths.filter((_, index) => real[index] !== undefined);
    return Promise.all(present.map((path) => this.#spelled(path)));
  }

  /** Whether a path of this machine's form lies in a folder. */
  liesIn(path: string, folder: string): boolean {
    return this.#restIn(foldedPath(path), folder) !== undefined;
  }

  same(a: string, b: string): boolean {
    return a === b || (this.#files.ignoresCase && a.toLowerCase() === b.toLowerCase());
  }

  async #inFolders(path: SourcePath): Promise<Here | undefined> {
    let missing = false;
    for (const { folder, rest } of this.#foldersOf(path)) {
      const target = nativePath(folder, rest);
      const real = await this.#files.realPath(target);
      missing ||= real === undefined;
      if (real === undefined) continue;
      // A package of the same workspace that another one reaches through a link in its `node_modules`.
      if (isVendored(rest)) return (await this.#belowRealFolder(real)) ?? { type: 'foreign' };
      return { type: 'exact', path: await this.#spelled(target) };
    }
    return missing ? { type: 'missing' } : undefined;
  }

  /** A file of this machine, written in another way than the folder was opened: a link on either side. */
  async #throughLinks(path: SourcePath): Promise<Here | undefined> {
    const own = this.#ownForm(path);
    const real = own === undefined ? undefined : await this.#files.realPath(own);
    if (real === undefined) return undefined;
    return (await this.#belowRealFolder(real)) ?? { type: 'foreign' };
  }

  async #belowRealFolder(real: string): Promise<Here | undefined> {
    for (const folder of this.#files.folders) {
      const realFolder = await this.#files.realPath(folder);
      const rest = realFolder === undefined ? undefined : this.#restIn(foldedPath(real), realFolder);
      if (rest === undefined || rest.length === 0 || isVendored(rest)) continue;
      return { type: 'exact', path: nativePath(folder, rest) };
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

  /** The folders that a path lies in, the innermost first, with what is left of it. */
  #foldersOf(path: SourcePath): readonly { readonly folder: string; readonly rest: readonly string[] }[] {
    return this.#files.folders
      .flatMap((folder) => {
        const rest = this.#restIn(path, folder);
        return rest === undefined ? [] : [{ folder, rest }];
      })
      .sort((a, b) => b.folder.length - a.folder.length);
  }

  #formsOf(folder: string): readonly SourcePath[] {
    const forms = this.#forms.get(folder) ?? machineForms(foldedPath(folder));
    this.#forms.set(folder, forms);
    return forms;
  }

  #restIn(path: SourcePath, folder: string): readonly string[] | undefined {
    for (const start of this.#formsOf(folder)) {
      for (const form of machineForms(path)) {
        if (this.#startsWith(form, start)) return form.segments.slice(start.segments.length);
      }
    }
    return undefined;
  }

  #startsWith(path: SourcePath, folder: SourcePath): boolean {
    return (
      path.volume === folder.volume &&
      path.segments.length >= folder.segments.length &&
      folder.segments.every((segment, index) => this.same(segment, path.segments[index] as string))
    );
  }
}

function foldedPath(path: string): SourcePath {
  return parseSourcePath(path) ?? { absolute: true, volume: '', segments: [] };
}
