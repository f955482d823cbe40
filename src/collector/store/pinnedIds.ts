import { hexOfWords, wordsOfHex } from './hexOfWords.ts';

/** Ids of pinned traces. Asked for each trace that comes, so what is not among them is mostly told by one word. */
export class PinnedIds {
  readonly #ids = new Set<string>();
  readonly #lastWords = new Set<number>();

  has(a: number, b: number, c: number, d: number): boolean {
    return this.#lastWords.has(d) && this.#ids.has(hexOfWords(Uint32Array.of(a, b, c, d)));
  }

  /** Ids of 32 hexadecimal digits. */
  add(ids: Iterable<string>): void {
    for (const id of ids) {
      this.#ids.add(id);
      this.#lastWords.add(lastWordOf(id));
    }
  }

  /** The words stay, since others may share them; they only cost a look. */
  remove(ids: Iterable<string>): void {
    for (const id of ids) this.#ids.delete(id);
    if (this.#ids.size === 0) this.#lastWords.clear();
  }

  [Symbol.iterator](): Iterator<string> {
    return this.#ids.values();
  }
}

function lastWordOf(id: string): number {
  return wordsOfHex(id)[3] as number;
}
