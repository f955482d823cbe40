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

  /** At most 255 keys, in ASCII. */
  constructor(keys: readonly string[]) {
    this.#keys = keys.map(ascii);
    this.#next = new Uint8Array(keys.length);
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
