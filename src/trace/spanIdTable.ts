/** Finds spans by their id among `count` ids of 8 bytes each: open addressing over typed arrays. */
export class SpanIdTable {
  readonly #words: Uint32Array;
  readonly #slots: Int32Array;
  readonly #mask: number;

  /** The bytes are read later too, so they must not change. Of equal ids the first one is found. */
  constructor(spanId: Uint8Array, count: number) {
    this.#words = idWords(spanId);
    const size = 1 << (32 - Math.clz32(Math.max(1, count * 2 - 1)));
    this.#mask = size - 1;
    this.#slots = new Int32Array(size);
    for (let index = 0; index < count; index++) this.#insert(index);
  }

  /** Index of the span whose id stands at byte `offset` of `ids`, or −1. */
  find(ids: DataView, offset: number): number {
    return this.findWords(ids.getUint32(offset, true), ids.getUint32(offset + 4, true));
  }

  /** The same with the two words of an id as `idWords` tells them. */
  findWords(first: number, second: number): number {
    return (this.#slots[this.#slotOf(first, second)] as number) - 1;
  }

  #insert(index: number): void {
    const slot = this.#slotOf(this.#words[2 * index] as number, this.#words[2 * index + 1] as number);
    if (this.#slots[slot] === 0) this.#slots[slot] = index + 1;
  }

  /** The slot that holds the id, or the free one where it belongs. */
  #slotOf(first: number, second: number): number {
    const words = this.#words;
    let slot = hash(first, second) & this.#mask;
    for (;;) {
      const entry = this.#slots[slot] as number;
      if (entry === 0) return slot;
      const at = 2 * (entry - 1);
      if (words[at] === first && words[at + 1] === second) return slot;
      slot = (slot + 1) & this.#mask;
    }
  }
}

/**
 * Ids as pairs of little-endian words, which is the order of bytes of every machine that runs V8: far cheaper to
 * read than through a `DataView`, above all before the code is compiled. Copies where the bytes do not lie on words.
 */
export function idWords(ids: Uint8Array): Uint32Array {
  const aligned = ids.byteOffset % 4 === 0 ? ids : ids.slice();
  return new Uint32Array(aligned.buffer, aligned.byteOffset, aligned.length >> 2);
}

/** Ids should be random, but counters and hand-written ones exist: all 64 bits are mixed (MurmurHash3's finaliser). */
function hash(first: number, second: number): number {
  let mixed = Math.imul(first, 0x9e3779b1) ^ second;
  mixed = Math.imul(mixed ^ (mixed >>> 16), 0x85ebca6b);
  mixed = Math.imul(mixed ^ (mixed >>> 13), 0xc2b2ae35);
  return mixed ^ (mixed >>> 16);
}
