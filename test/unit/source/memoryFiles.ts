import { Emitter } from '../../../src/shared/event.ts';
import { FileIndex } from '../../../src/source/fileIndex.ts';
import { isIgnoredFolder } from '../../../src/source/walkFiles.ts';
import { WordIndex } from '../../../src/source/wordIndex.ts';
import { type FilesChange, isSourceFile, type WorkspaceFiles } from '../../../src/source/workspaceFiles.ts';

interface Options {
  readonly folders?: readonly string[];
  readonly ignoresCase?: boolean;
  /** Link to target, both absolute. */
  readonly links?: Readonly<Record<string, string>>;
}

/** A workspace as an object literal: path → text. */
export class MemoryFiles implements WorkspaceFiles {
  readonly folders: readonly string[];
  readonly ignoresCase: boolean;
  readonly leftOut = undefined;
  /** How often a text was read. */
  reads = 0;
  /** Every path that was looked at. */
  readonly looked: string[] = [];
  readonly #texts: Map<string, string>;
  readonly #links: Readonly<Record<string, string>>;
  readonly #changes = new Emitter<FilesChange>();
  readonly onDidChange = this.#changes.event;
  readonly #edits = new Emitter<string>();
  readonly onDidEdit = this.#edits.event;
  readonly #words = new WordIndex({
    sourceFiles: () => this.sourceFiles(),
    readText: (path) => this.readText(path),
  });

  constructor(texts: Readonly<Record<string, string>>, options: Options = {}) {
    this.folders = options.folders ?? ['/w'];
    this.ignoresCase = options.ignoresCase ?? false;
    this.#links = options.links ?? {};
    this.#texts = new Map(Object.entries(texts));
  }

  async named(basename: string): Promise<readonly string[]> {
    return this.#index().named(basename);
  }

  async realPath(path: string): Promise<string | undefined> {
    this.looked.push(path);
    const link = Object.keys(this.#links).find((one) => path === one || path.startsWith(`${one}/`));
    const real = link === undefined ? path : this.#links[link] + path.slice(link.length);
    const known = [...this.#texts.keys()].find((one) => this.#fold(one) === this.#fold(real));
    if (known !== undefined) return known;
    return [...this.#texts.keys()].some(
      (one) => /^[\\/]/.test(one.slice(real.length)) && one.startsWith(real),
    )
      ? real
      : undefined;
  }

  async entries(folder: string): Promise<readonly string[]> {
    const start = `${folder}${folder.includes('\\') ? '\\' : '/'}`;
    const below = [...this.#texts.keys()].filter((path) => path.startsWith(start));
    const names = below.map((path) => /^[^\\/]*[\\/]?/.exec(path.slice(start.length))?.[0] ?? '');
    return [...new Set(names.map((name) => name.replace('\\', '/')))].sort();
  }

  async readText(path: string): Promise<string | undefined> {
    this.reads++;
    const real = await this.realPath(path);
    return real === undefined ? undefined : this.#texts.get(real);
  }

  async stamp(path: string): Promise<string | undefined> {
    return this.#texts.get((await this.realPath(path)) ?? '');
  }

  containing(word: string): Promise<readonly string[]> {
    return this.#words.containing(word);
  }

  async sourceFiles(): Promise<readonly string[]> {
    return [...this.#index().paths()].filter(isSourceFile);
  }

  covers(path: string): boolean {
    return this.folders.some((folder) => path.startsWith(`${folder}/`));
  }

  /** Nothing of this is on disk. */
  unsavedText(path: string): string | undefined {
    return this.#texts.get(path);
  }

  /** As when an editor holds the text, and it is not saved. */
  edit(path: string, text: string): void {
    this.#texts.set(path, text);
    this.#edits.fire(path);
  }

  /** Saves a file, or deletes it without a text. */
  async save(path: string, text?: string): Promise<void> {
    if (text === undefined) this.#texts.delete(path);
    else this.#texts.set(path, text);
    await this.#words.update([path]);
    this.#changes.fire({ paths: [path] });
  }

  dispose(): void {
    this.#changes.dispose();
  }

  #fold(path: string): string {
    return this.ignoresCase ? path.toLowerCase() : path;
  }

  #index(): FileIndex {
    const index = new FileIndex(this.ignoresCase);
    for (const path of this.#texts.keys()) {
      const folder = this.folders.find((one) => path.startsWith(one));
      if (folder === undefined) continue;
      const inner = path
        .slice(folder.length + 1)
        .split(/[\\/]/)
        .slice(0, -1);
      if (!inner.some(isIgnoredFolder)) index.add(path);
    }
    return index;
  }
}
