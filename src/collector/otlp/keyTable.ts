import { ascii, matches } from './byteText.ts';

/** No key of the conventions is longer, and the tables are as wide as this. */
const lengths = 64;
const none = -1;

/** Finds keys of attributes among known ones, in the bytes. Most keys are told apart by first byte and length. */
export class KeyTable {
  readonly #keys: readonly Uint8Array[];
  /** By first byte and length: the first key of that kind, plus one. */
  readonly #heads = new Uint8Array(256 * lengths);
  /** The next key of the same kind, plus one. */
  readonly #next: Uint8Array;
  /** The keys again, each four bytes a little-endian word; the last word is of the last four bytes. */
  readonly #words: readonly Uint32Array[];

  /** At most 255 keys, in ASCII. */
  constructor(keys: readonly string[]) {
    this.#keys = keys.map(ascii);
    this.#next = new Uint8Array(keys.length);
    this.#words = this.#keys.map(wordsOf);
    for (const [index, key] of this.#keys.entries()) {
      const kind = ((key[0] as number) << 6) | key.length;
      this.#next[index] = this.#heads[kind] as number;
      this.#heads[kind] = index + 1;
    }
  }

  /** Whether a key that begins so can be known. */
  mayKnow(firstByte: number, length: number): boolean {
    return length < lengths && this.#heads[(firstByte << 6) | length] !== 0;
  }

  /** The same as `find`, by words: for bytes of which there is a view. */
  findWords(view: DataView, start: number, length: number): number {
    if (length <= 0 || length >= lengths) return none;
    let entry = this.#heads[(view.getUint8(start) << 6) | length] as number;
    while (entry !== 0 && !hasWords(view, start, length, this.#words[entry - 1] as Uint32Array)) {
      entry = this.#next[entry - 1] as number;
    }
    return entry - 1;
  }

  /** The index of the key that stands at `bytes[start, end)`, or −1. */
  find(bytes: Uint8Array, start: number, end: number): number {
    const length = end - start;
    if (length <= 0 || length >= lengths) return none;
    let entry = this.#heads[((bytes[start] as number) << 6) | length] as number;
    while (entry !== 0 && !matches(bytes, start, end, this.#keys[entry - 1] as Uint8Array)) {
      entry = this.#next[entry - 1] as number;
    }
    return entry - 1;
  }
}

/** Words of four bytes; the last one may reach back into the one before. Shorter keys are a word for each byte. */
function wordsOf(key: Uint8Array): Uint32Array {
  if (key.length < 4) return Uint32Array.from(key);
  const view = new DataView(key.buffer, key.byteOffset, key.length);
  const words = new Uint32Array((key.length + 3) >> 2);
  for (let i = 0; i < words.length; i++) words[i] = view.getUint32(Math.min(4 * i, key.length - 4), true);
  return words;
}

function hasWords(view: DataView, start: number, length: number, words: Uint32Array): boolean {
  if (length < 4) return words.every((byte, i) => view.getUint8(start + i) === byte);
  const last = words.length - 1;
  if (view.getUint32(start + length - 4, true) !== words[last]) return false;
  for (let i = 0; i < last; i++) if (view.getUint32(start + 4 * i, true) !== words[i]) return false;
  return true;
}
