import { isDeepStrictEqual } from 'node:util';
import { type Disposable, DisposableStore } from '../../shared/disposable.ts';
import { Emitter, type Event } from '../../shared/event.ts';
import type { CodeIndex, IndexedFacts } from '../codeIndex.ts';
import { type FilesChange, isSourceFile } from '../workspaceFiles.ts';
import type { FileFacts } from './fileFacts.ts';
import type { Scanned, SyntaxApi } from './syntaxProtocol.ts';

/** What the index needs of `WorkspaceFiles`. */
export interface IndexedFiles {
  sourceFiles(): Promise<readonly string[]>;
  covers(path: string): boolean;
  unsavedText(path: string): string | undefined;
  readonly onDidChange: Event<FilesChange>;
  readonly onDidEdit: Event<string>;
}

interface Options {
  readonly files: IndexedFiles;
  readonly syntax: SyntaxApi & { readonly onDidFail?: Event<unknown> };
  /** Disposed of with the index. */
  readonly owned?: readonly Disposable[];
}

/** Few enough that one answer is taken in without being felt, and that a question about one file comes in between. */
const filesPerScan = 100;

/** On their way at once: for each of two threads one that it works on, and the next one. */
const scansAtOnce = 4;

/** Facts of files that `all` does not tell of. */
const maxRemembered = 1000;

/** The facts of the user's files, by a thread that reads and parses. Nothing is done until something is asked. */
export class SyntaxIndex implements CodeIndex, Disposable {
  readonly #files: IndexedFiles;
  readonly #syntax: SyntaxApi;
  readonly #owned = new DisposableStore();
  readonly #changes = this.#owned.register(new Emitter<void>());
  readonly onDidChange = this.#changes.event;
  readonly #failures = this.#owned.register(new Emitter<unknown>());
  /** Some files could not be read for a fault of ours; the facts of all others are there. */
  readonly onDidFail = this.#failures.event;
  readonly #found = new Map<string, FileFacts>();
  /** In the order of use, so that the first is the one to forget. */
  readonly #remembered = new Map<string, Promise<FileFacts | undefined>>();
  #all: IndexedFacts = { files: new Map() };
  /** The last of what is to be looked at, one after the other; `undefined` until somebody asks for all. */
  #work: Promise<void> | undefined;

  constructor({ files, syntax, owned = [] }: Options) {
    this.#files = files;
    this.#syntax = syntax;
    for (const item of owned) this.#owned.register(item);
    if (syntax.onDidFail !== undefined) {
      this.#owned.register(syntax.onDidFail((error) => this.#failures.fire(error)));
    }
    this.#owned.register(files.onDidChange(({ paths }) => this.#onDidChangeFiles(paths)));
    this.#owned.register(files.onDidEdit((path) => this.#onDidChangeFiles([path])));
  }

  async factsOf(path: string): Promise<FileFacts | undefined> {
    const known = this.#remembered.get(path) ?? this.#ask(path);
    this.#remembered.delete(path);
    this.#remembered.set(path, known);
    const [oldest] = this.#remembered.keys();
    if (this.#remembered.size > maxRemembered && oldest !== undefined) this.#remembered.delete(oldest);
    return await known;
  }

  async all(): Promise<IndexedFacts> {
    await (this.#work ?? this.#begin(this.#firstLook()));
    return this.#all;
  }

  dispose(): void {
    this.#owned.dispose();
    this.#found.clear();
    this.#remembered.clear();
  }

  #ask(path: string): Promise<FileFacts | undefined> {
    const text = this.#files.unsavedText(path);
    const asked = this.#syntax.factsOf({ path, ...(text === undefined ? {} : { text }) });
    // A failure is told to who asked, and is no answer to keep.
    asked.catch(() => this.#remembered.get(path) === asked && this.#remembered.delete(path));
    return asked;
  }

  #onDidChangeFiles(paths: readonly string[] | undefined): void {
    if (paths === undefined) this.#remembered.clear();
    for (const path of paths ?? []) this.#remembered.delete(path);
    const sources = paths?.filter((path) => isSourceFile(path) && this.#files.covers(path));
    if (this.#work === undefined || sources?.length === 0) return;
    void this.#begin(this.#after(this.#work, sources));
  }

  /** What failed is begun anew when it is asked for again. Who asked is told why; others wait for nothing. */
  #begin(work: Promise<void>): Promise<void> {
    this.#work = work;
    work.catch(() => {
      if (this.#work === work) this.#work = undefined;
    });
    return work;
  }

  async #after(before: Promise<void>, paths: readonly string[] | undefined): Promise<void> {
    const failed = await before.then(
      () => false,
      () => true,
    );
    if (this.#owned.disposed) return;
    const isAll = failed || paths === undefined;
    const changed = isAll ? await this.#lookAtAll() : await this.#lookAgainAt(paths);
    if (changed) this.#changes.fire();
  }

  async #firstLook(): Promise<void> {
    await this.#lookAtAll();
  }

  async #lookAtAll(): Promise<boolean> {
    const paths = await this.#files.sourceFiles();
    const found = await this.#scan(paths);
    this.#found.clear();
    for (const [path, facts] of found) this.#found.set(path, facts);
    this.#all = { files: new Map(this.#found) };
    return true;
  }

  /** Whether anything is not what it was. */
  async #lookAgainAt(paths: readonly string[]): Promise<boolean> {
    const found = await this.#scan(paths);
    const changed = paths.filter((path) => !isDeepStrictEqual(this.#found.get(path), found.get(path)));
    for (const path of changed) {
      const facts = found.get(path);
      if (facts === undefined) this.#found.delete(path);
      else this.#found.set(path, facts);
    }
    if (changed.length > 0) this.#all = { files: new Map(this.#found) };
    return changed.length > 0;
  }

  async #scan(paths: readonly string[]): Promise<Map<string, FileFacts>> {
    const portions = Array.from({ length: Math.ceil(paths.length / filesPerScan) }, (_, index) =>
      paths.slice(index * filesPerScan, (index + 1) * filesPerScan),
    );
    const answers = new Map<number, Scanned>();
    const waiting = portions.entries();
    const asker = async (): Promise<void> => {
      // One iterator for all askers: each takes what the others have not.
      for (const [index, portion] of waiting) {
        if (this.#owned.disposed) return;
        answers.set(index, await this.#scanSome(portion));
      }
    };
    await Promise.all(Array.from({ length: scansAtOnce }, asker));
    const inOrder = portions.flatMap((_, index) => answers.get(index) ?? []);
    this.#tellOf(inOrder.flatMap(({ problems }) => problems));
    return new Map(inOrder.flatMap(({ files }) => files));
  }

  #scanSome(paths: readonly string[]): Promise<Scanned> {
    const texts = new Map<string, string>();
    for (const path of paths) {
      const text = this.#files.unsavedText(path);
      if (text !== undefined) texts.set(path, text);
    }
    return this.#syntax.scan({ paths, texts });
  }

  #tellOf(problems: readonly string[]): void {
    const [first] = problems;
    if (first === undefined) return;
    const more = problems.length === 1 ? '' : ` So it was with ${problems.length} files.`;
    this.#failures.fire(new Error(`${first}${more}`));
  }
}
