import type { CodeIndex } from './codeIndex.ts';
import { segmentsOf } from './sourcePath.ts';
import { type FileReader, isSourceFile } from './workspaceFiles.ts';

/** Reads files for one site and remembers what the answer rests on. */
export class ReadTracker implements FileReader {
  readonly #files: FileReader;
  readonly #paths = new Set<string>();
  readonly #names = new Set<string>();
  readonly #listed = new Set<string>();
  readonly #followed = new Set<ReadTracker>();
  #searched = false;
  #index = false;
  #relativesOf: string | undefined;
  #rulesOf: string | undefined;

  constructor(files: FileReader) {
    this.#files = files;
  }

  get folders(): readonly string[] {
    return this.#files.folders;
  }

  get ignoresCase(): boolean {
    return this.#files.ignoresCase;
  }

  /** Whether the answer rests on the facts of all files. */
  get index(): boolean {
    return this.#index || [...this.#followed].some(({ index }) => index);
  }

  /** Whether it rests on what surrounds the spans of one of these site keys. */
  restsOnRelatives(keys: ReadonlySet<string>): boolean {
    const own = this.#relativesOf !== undefined && keys.has(this.#relativesOf);
    return own || [...this.#followed].some((other) => other.restsOnRelatives(keys));
  }

  /** Whether it rests on what is known of the paths of the service, or of any. */
  restsOnRules(service: string | undefined): boolean {
    const own = this.#rulesOf !== undefined && (service === undefined || service === this.#rulesOf);
    return own || [...this.#followed].some((other) => other.restsOnRules(service));
  }

  named(basename: string): Promise<readonly string[]> {
    this.#names.add(basename.toLowerCase());
    return this.#files.named(basename);
  }

  realPath(path: string): Promise<string | undefined> {
    this.#paths.add(path);
    return this.#files.realPath(path);
  }

  entries(folder: string): Promise<readonly string[]> {
    this.#paths.add(folder);
    this.#listed.add(folder);
    return this.#files.entries(folder);
  }

  readText(path: string, maxBytes?: number): Promise<string | undefined> {
    this.#paths.add(path);
    return this.#files.readText(path, maxBytes);
  }

  stamp(path: string): Promise<string | undefined> {
    this.#paths.add(path);
    return this.#files.stamp(path);
  }

  containing(word: string): Promise<readonly string[]> {
    this.#searched = true;
    return this.#files.containing(word);
  }

  /** The index, with what is asked of it remembered. */
  indexOf(index: CodeIndex): CodeIndex {
    return {
      onDidChange: index.onDidChange,
      factsOf: (path) => {
        this.#paths.add(path);
        return index.factsOf(path);
      },
      all: () => {
        this.#index = true;
        return index.all();
      },
    };
  }

  noteRelatives(key: string): void {
    this.#relativesOf = key;
  }

  noteRules(service: string): void {
    this.#rulesOf = service;
  }

  /** The answer rests on another answer as well; that one must not rest on this one in turn. */
  follow(other: ReadTracker): void {
    this.#followed.add(other);
  }

  /** Whether a change of the file or folder could change an answer that was made from what was read here. */
  restsOn(path: string): boolean {
    return (
      this.#paths.has(path) ||
      this.#listed.has(folderOf(path)) ||
      [...this.#paths].some((read) => read.startsWith(path) && /[\\/]/.test(read.charAt(path.length))) ||
      this.#names.has((segmentsOf(path).at(-1) ?? '').toLowerCase()) ||
      (this.#searched && isSourceFile(path)) ||
      [...this.#followed].some((other) => other.restsOn(path))
    );
  }
}

function folderOf(path: string): string {
  return path.slice(0, Math.max(0, path.lastIndexOf('/'), path.lastIndexOf('\\')));
}
