import { maxParsedCharacters } from './workspaceFiles.ts';

/** What a search reads. */
interface Texts {
  sourceFiles(): Promise<readonly string[]>;
  readText(path: string): Promise<string | undefined>;
}

const parallel = 8;

/**
 * Finds the files that contain a word by reading them. Words asked for while a search is being prepared share
 * one pass; an answer is kept, and a changed file is read again only for the words already known.
 */
export class WordSearch {
  readonly #texts: Texts;
  readonly #known = new Map<string, Promise<Set<string>>>();
  #waiting: Map<string, Set<string>> | undefined;
  #scan: Promise<void> = Promise.resolve();

  constructor(texts: Texts) {
    this.#texts = texts;
  }

  async containing(word: string): Promise<readonly string[]> {
    const known = this.#known.get(word) ?? this.#ask(word);
    this.#known.set(word, known);
    return [...(await known)];
  }

  /** Looks again at files that were created, deleted or changed; forgets everything without an argument. */
  async update(paths?: readonly string[]): Promise<void> {
    if (paths === undefined) {
      this.#known.clear();
      return;
    }
    for (const path of paths) {
      const text = await this.#texts.readText(path);
      for (const [word, known] of this.#known) note(await known, path, text, word);
    }
  }

  #ask(word: string): Promise<Set<string>> {
    this.#waiting ??= this.#prepare();
    const found = new Set<string>();
    this.#waiting.set(word, found);
    return this.#scan.then(() => found);
  }

  #prepare(): Map<string, Set<string>> {
    const words = new Map<string, Set<string>>();
    this.#scan = this.#scan
      .then(() => this.#texts.sourceFiles())
      .then((files) => {
        this.#waiting = undefined;
        return this.#read(files, words);
      });
    return words;
  }

  async #read(files: readonly string[], words: ReadonlyMap<string, Set<string>>): Promise<void> {
    let next = 0;
    const worker = async (): Promise<void> => {
      for (let path = files[next++]; path !== undefined; path = files[next++]) {
        const text = await this.#texts.readText(path);
        for (const [word, found] of words) note(found, path, text, word);
      }
    };
    await Promise.all(Array.from({ length: parallel }, worker));
  }
}

function note(found: Set<string>, path: string, text: string | undefined, word: string): void {
  if (text !== undefined && text.length <= maxParsedCharacters && containsWord(text, word)) found.add(path);
  else found.delete(path);
}

/** Whether the word stands in the text by itself: `get` is not in `getAll`. */
function containsWord(text: string, word: string): boolean {
  for (let at = text.indexOf(word); at >= 0; at = text.indexOf(word, at + 1)) {
    if (!isWordAt(text, at - 1) && !isWordAt(text, at + word.length)) return true;
  }
  return false;
}

function isWordAt(text: string, index: number): boolean {
  return /[\p{L}\p{N}_$]/u.test(text.charAt(index));
}
