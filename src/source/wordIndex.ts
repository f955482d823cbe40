import { mayContain, probeOf, type WordFilter, wordFilterOf } from './wordFilter.ts';
import { maxParsedCharacters } from './workspaceFiles.ts';

/** What the index reads. */
interface Texts {
  sourceFiles(): Promise<readonly string[]>;
  readText(path: string): Promise<string | undefined>;
}

const parallel = 8;

/** Finds the files that may contain a word. Every file is read once, when a word is first asked for. */
export class WordIndex {
  readonly #texts: Texts;
  #filters: Promise<Map<string, WordFilter>> | undefined;

  constructor(texts: Texts) {
    this.#texts = texts;
  }

  /** Nearly only files with the word, and all of them; none of the minified ones. */
  async containing(word: string): Promise<readonly string[]> {
    const filters = await this.#all();
    const probe = probeOf(word);
    const found: string[] = [];
    for (const [path, filter] of filters) if (mayContain(filter, probe)) found.push(path);
    return found;
  }

  /** Looks again at files that were created, deleted or changed; forgets everything without an argument. */
  async update(paths?: readonly string[]): Promise<void> {
    if (paths === undefined) this.#filters = undefined;
    else if (this.#filters !== undefined) await this.#read(paths, await this.#filters);
  }

  #all(): Promise<ReadonlyMap<string, WordFilter>> {
    this.#filters ??= this.#texts.sourceFiles().then((paths) => this.#read(paths, new Map()));
    return this.#filters;
  }

  async #read(paths: readonly string[], filters: Map<string, WordFilter>): Promise<Map<string, WordFilter>> {
    let next = 0;
    const worker = async (): Promise<void> => {
      for (let path = paths[next++]; path !== undefined; path = paths[next++]) {
        const text = await this.#texts.readText(path);
        if (text === undefined || text.length > maxParsedCharacters) filters.delete(path);
        else filters.set(path, wordFilterOf(text));
      }
    };
    await Promise.all(Array.from({ length: parallel }, worker));
    return filters;
  }
}
