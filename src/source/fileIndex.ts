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

  delete(path: string): void {
    const name = this.#nameOf(path);
    const paths = this.#byName.get(name);
    if (paths?.delete(path) !== true) return;
    this.#size--;
    if (paths.size === 0) this.#byName.delete(name);
  }

  *paths(): IterableIterator<string> {
    for (const paths of this.#byName.values()) yield* paths;
  }

  #nameOf(path: string): string {
    return this.#fold(segmentsOf(path).at(-1) ?? '');
  }
}
