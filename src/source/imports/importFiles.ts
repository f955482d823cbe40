import { isBelow, parentOf } from '../localPath.ts';
import { segmentsOf } from '../sourcePath.ts';
import type { FileReader } from '../workspaceFiles.ts';

/** Project files beyond this many of one name are not looked at: they are fixtures of some tool. */
const maxProjects = 500;

/** The user's files as imports ask for them: is it there, what is beside it, what does the project file above say. */
export class ImportFiles {
  readonly #files: FileReader;
  readonly #texts = new Map<string, Promise<string | undefined>>();
  readonly #entries = new Map<string, Promise<readonly string[]>>();
  readonly #parsed = new Map<string, Promise<unknown>>();

  constructor(files: FileReader) {
    this.#files = files;
  }

  get folders(): readonly string[] {
    return this.#files.folders;
  }

  /** Every indexed file of that name. */
  named(basename: string): Promise<readonly string[]> {
    return this.#files.named(basename);
  }

  /** Indexed files whose path ends with these segments. */
  async ending(segments: readonly string[]): Promise<readonly string[]> {
    const named = await this.named(segments.at(-1) ?? '');
    return named.filter((path) => {
      const end = segmentsOf(path).slice(-segments.length);
      return end.length === segments.length && end.every((part, index) => this.#same(part, segments[index]));
    });
  }

  /** The indexed file at this very path, as it is spelled. */
  async file(path: string): Promise<string | undefined> {
    const named = await this.named(segmentsOf(path).at(-1) ?? '');
    return named.find((one) => this.#same(one, path));
  }

  /** The first of these that there is. */
  async first(paths: readonly string[]): Promise<string | undefined> {
    for (const path of paths) {
      const found = await this.file(path);
      if (found !== undefined) return found;
    }
    return undefined;
  }

  /** Names in a folder; those of folders end with `/`. */
  entries(folder: string): Promise<readonly string[]> {
    return remembered(this.#entries, folder, () => this.#files.entries(folder));
  }

  text(path: string): Promise<string | undefined> {
    return remembered(this.#texts, path, () => this.#files.readText(path));
  }

  /** What `parse` makes of a file's text, made once; `undefined` for what cannot be read. */
  parsed<T>(path: string, parse: (text: string) => T): Promise<T | undefined> {
    const make = async (): Promise<T | undefined> => {
      const text = await this.text(path);
      return text === undefined ? undefined : parse(text);
    };
    return remembered(this.#parsed, path, make) as Promise<T | undefined>;
  }

  /** Every project file of a name, parsed, with its folder. */
  async projects<T>(basename: string, parse: (text: string) => T): Promise<readonly Project<T>[]> {
    const paths = (await this.named(basename)).slice(0, maxProjects);
    const parsed = await Promise.all(paths.map((path) => this.parsed(path, parse)));
    return paths.flatMap((path, index) => {
      const said = parsed[index];
      return said === undefined ? [] : [{ path, folder: parentOf(path), said }];
    });
  }

  /** Folders from a file's own up to that of the workspace it lies in. */
  foldersAbove(path: string): readonly string[] {
    const top = this.folders
      .filter((one) => isBelow(path, one))
      .sort((a, b) => a.length - b.length)
      .at(0);
    const found: string[] = [];
    for (let folder = parentOf(path); folder !== '' && top !== undefined; folder = parentOf(folder)) {
      found.push(folder);
      if (folder.length <= top.length) break;
    }
    return found;
  }

  #same(a: string | undefined, b: string | undefined): boolean {
    return a === b || (this.#files.ignoresCase && a?.toLowerCase() === b?.toLowerCase());
  }
}

/** A project file and what it says. */
export interface Project<T> {
  readonly path: string;
  readonly folder: string;
  readonly said: T;
}

/** The value of a key, made once. */
function remembered<T>(known: Map<string, Promise<T>>, key: string, make: () => Promise<T>): Promise<T> {
  const found = known.get(key) ?? make();
  known.set(key, found);
  return found;
}
