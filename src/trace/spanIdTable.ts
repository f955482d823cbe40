/** Finds spans by their id among `count` ids of 8 bytes each: open addressing over typed arrays. */
export class SpanIdTable {
  readonly #words: DataView;
  readonly #slots: Int32Array;
  readonly #mask: number;

  /** The bytes are read later too, so they must not change. Of equal ids the first one is found. */
  constructor(spanId: Uint8Array, count: number) {
    this.#words = new DataView(spanId.buffer, spanId.byteOffset, spanId.byteLength);
    const size = 1 << (32 - Math.clz32(Math.max(1, count * 2 - 1)));
    this.#mask = size - 1;
    this.#slots = new Int32Array(size);
    for (let index = 0; index < count; index++) this.#insert(index);
  }

  /** Index of the span whose id stands at byte `offset` of `ids`, or −1. */
  find(ids: DataView, offset: number): number {
    const high = ids.getUint32(offset);
    const low = ids.getUint32(offset + 4);
    return (this.#slots[this.#slotOf(high, low)] as number) - 1;
  }

  #insert(index: number): void {
    const slot = this.#slotOf(this.#words.getUint32(8 * index), this.#words.getUint32(8 * index + 4));
    if (this.#slots[slot] === 0) this.#slots[slot] = index + 1;
  }

  /** The slot that holds the id, or the free one where it belongs. */
  #slotOf(high: number, low: number): number {
    let slot = hash(high, low) & this.#mask;
    for (;;) {
      const entry = this.#slots[slot] as number;
      if (entry === 0) return slot;
      const at = 8 * (entry - 1);
      if (this.#words.getUint32(at) === high && this.#words.getUint32(at + 4) === low) return slot;
      slot = (slot + 1) & this.#mask;
    }
  }
}

/** Ids should be random, but counters and hand-written ones exist: all 64 bits are mixed (MurmurHash3's finaliser). */
function hash(high: number, low: number): number {
  let mixed = Math.imul(high, 0x9e3779b1) ^ low;
  mixed = Math.imul(mixed ^ (mixed >>> 16), 0x85ebca6b);
  mixed = Math.imul(mixed ^ (mixed >>> 13), 0xc2b2ae35);
  return mixed ^ (mixed >>> 16);
}
