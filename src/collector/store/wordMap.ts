import type { PackedWords } from './packedWords.ts';

const emptySlot = 0;

/** Numbers by sequences of words. Finding one allocates nothing. */
export class WordMap {
  #arena = new Uint32Array(1 << 12);
  #arenaLength = 0;
  /** Sequence `i` is `#arena[#ends[i − 1], #ends[i])`; 0 is none. */
  #ends = new Uint32Array(256);
  #hashes = new Uint32Array(256);
  #values = new Uint32Array(256);
  #slots = new Uint32Array(512);
  #count = 1;

  get bytes(): number {
    const { byteLength: each } = this.#ends;
    return this.#arena.byteLength + 3 * each + this.#slots.byteLength;
  }

  /** The number of a sequence, or −1. */
  find({ words, length, hash }: PackedWords): number {
    const mask = this.#slots.length - 1;
    let slot = hash & mask;
    for (let id = this.#slots[slot] as number; id !== emptySlot; id = this.#slots[slot] as number) {
      if (this.#hashes[id] === hash && this.#equals(id, words, length)) return this.#values[id] as number;
      slot = (slot + 1) & mask;
    }
    return -1;
  }

  /** For a sequence that is not there yet. */
  add({ words, length, hash }: PackedWords, value: number): void {
    const id = this.#count++;
    this.#reserve(length);
    this.#arena.set(words.subarray(0, length), this.#arenaLength);
    this.#arenaLength += length;
    this.#ends[id] = this.#arenaLength;
    this.#hashes[id] = hash;
    this.#values[id] = value;
    if (this.#count * 2 > this.#slots.length) this.#rehash();
    else this.#place(id);
  }

  #rehash(): void {
    this.#slots = new Uint32Array(this.#slots.length * 2);
    for (let id = 1; id < this.#count; id++) this.#place(id);
  }

  #equals(id: number, words: Uint32Array, length: number): boolean {
    const start = this.#ends[id - 1] as number;
    if ((this.#ends[id] as number) - start !== length) return false;
    const arena = this.#arena;
    for (let i = 0; i < length; i++) if (arena[start + i] !== words[i]) return false;
    return true;
  }

  #place(id: number): void {
    const mask = this.#slots.length - 1;
    let slot = (this.#hashes[id] as number) & mask;
    while (this.#slots[slot] !== emptySlot) slot = (slot + 1) & mask;
    this.#slots[slot] = id;
  }

  #reserve(length: number): void {
    const needed = this.#arenaLength + length;
    if (needed > this.#arena.length)
      this.#arena = widened(this.#arena, Math.max(2 * this.#arena.length, needed));
    if (this.#count < this.#ends.length) return;
    const entries = 2 * this.#ends.length;
    this.#ends = widened(this.#ends, entries);
    this.#hashes = widened(this.#hashes, entries);
    this.#values = widened(this.#values, entries);
  }
}

function widened(values: Uint32Array, length: number): Uint32Array<ArrayBuffer> {
  const wider = new Uint32Array(length);
  wider.set(values);
  return wider;
}
