import { segmentsOf } from './sourcePath.ts';

/** Paths by the name of the file, so that matching a suffix costs as much as there are files of that name. */
export class FileIndex {
  readonly #byName = new Map<string, Set<string>>();
  readonly #fold: (name: string) => string;
  #size = 0;

  constructor(ignoresCase: boolean) {
    this.#fold = ignoresCase ? (name) => name.toLowerCase() : (name) => name;
  }

  get size(): number {
    return this.#size;
  }

  named(basename: string): readonly string[] {
    return [...(this.#byName.get(this.#fold(basename)) ?? [])];
  }

  /** Adding a path twice is the same as adding it once: folders may lie in one another. */
  add(path: string): void {
    const name = this.#nameOf(path);
    const paths = this.#byName.get(name) ?? new Set();
    const before = paths.size;
    this.#byName.set(name, paths.add(path));
    this.#size += paths.size - before;
  }

  /** Whether it was there. */
  delete(path: string): boolean {
    const name = this.#nameOf(path);
    const paths = this.#byName.get(name);
    if (paths?.delete(path) !== true) return false;
    this.#size--;
    if (paths.size === 0) this.#byName.delete(name);
    return true;
  }

  /** Deletes everything in the folders, and says what that was; one look at every path for all of them. */
  deleteBelow(folders: ReadonlySet<string>): readonly string[] {
    if (folders.size === 0) return [];
    const below = [...this.paths()].filter((path) => liesIn(path, folders));
    for (const path of below) this.delete(path);
    return below;
  }

  *paths(): IterableIterator<string> {
    for (const paths of this.#byName.values()) yield* paths;
  }

  #nameOf(path: string): string {
    return this.#fold(segmentsOf(path).at(-1) ?? '');
  }
}

function liesIn(path: string, folders: ReadonlySet<string>): boolean {
  for (let folder = parentOf(path); folder !== ''; folder = parentOf(folder)) {
    if (folders.has(folder)) return true;
  }
  return false;
}

function parentOf(path: string): string {
  return path.slice(0, Math.max(0, path.lastIndexOf('/'), path.lastIndexOf('\\')));
}
