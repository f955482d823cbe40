import { segmentsOf } from './sourcePath.ts';
import { type FileReader, isSourceFile } from './workspaceFiles.ts';

/** Reads files for one site and remembers what the answer rests on. */
export class ReadTracker implements FileReader {
  readonly #files: FileReader;
  readonly #paths = new Set<string>();
  readonly #names = new Set<string>();
  #searched = false;

  constructor(files: FileReader) {
    this.#files = files;
  }

  get folders(): readonly string[] {
    return this.#files.folders;
  }

  get ignoresCase(): boolean {
    return this.#files.ignoresCase;
  }

  named(basename: string): Promise<readonly string[]> {
    this.#names.add(basename.toLowerCase());
    return this.#files.named(basename);
  }

  realPath(path: string): Promise<string | undefined> {
    this.#paths.add(path);
    return this.#files.realPath(path);
  }

  readText(path: string): Promise<string | undefined> {
    this.#paths.add(path);
    return this.#files.readText(path);
  }

  containing(word: string): Promise<readonly string[]> {
    this.#searched = true;
    return this.#files.containing(word);
  }

  /** Whether a change of the file or folder could change an answer that was made from what was read here. */
  restsOn(path: string): boolean {
    return (
      this.#paths.has(path) ||
      [...this.#paths].some((read) => read.startsWith(path) && /[\\/]/.test(read.charAt(path.length))) ||
      this.#names.has((segmentsOf(path).at(-1) ?? '').toLowerCase()) ||
      (this.#searched && isSourceFile(path))
    );
  }
}
