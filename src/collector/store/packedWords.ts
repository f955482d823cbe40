const prime = 0x01000193;
const seed = 0x811c9dc5;

/** Bytes put together as 32-bit words, with a hash over them: comparing and hashing words takes a fraction of the time. */
export class PackedWords {
  readonly words: Uint32Array;
  /** Words that count. */
  length = 0;
  #hash = seed;

  constructor(capacity: number) {
    this.words = new Uint32Array(capacity);
  }

  get hash(): number {
    const hash = Math.imul(this.#hash ^ (this.#hash >>> 16), 0x85ebca6b);
    return (hash ^ (hash >>> 13)) >>> 0;
  }

  clear(): void {
    this.length = 0;
    this.#hash = seed;
  }

  addWord(word: number): void {
    this.words[this.length++] = word;
    this.#hash = mixed(this.#hash, word);
  }

  /** Begins a new word; the last one is filled with zeros. */
  addBytes(view: DataView, start: number, end: number): void {
    const { words } = this;
    let length = this.length;
    let hash = this.#hash;
    let at = start;
    for (; at + 4 <= end; at += 4) {
      const word = view.getUint32(at, true);
      words[length++] = word;
      hash = mixed(hash, word);
    }
    this.length = length;
    this.#hash = hash;
    if (at < end) this.addWord(tailOf(view, at, end));
  }
}

function tailOf(view: DataView, start: number, end: number): number {
  let word = 0;
  for (let at = start; at < end; at++) word |= view.getUint8(at) << (8 * (at - start));
  return word;
}

/** Rotates, since a product's low bits tell nothing of the high ones of its factors. */
function mixed(hash: number, word: number): number {
  const product = Math.imul(hash ^ word, prime);
  return (product << 13) | (product >>> 19);
}
