/** Longer texts are interned by their first bytes; the full one stands in the span's own bytes. */
const defaultLongest = 1024;
const emptySlot = 0;

/**
 * Numbers for texts that stand in byte arrays as UTF-8, dealt from 0 on; 0 is the empty text. A text that is
 * known costs a hash over its bytes and no allocation.
 */
export class ByteInterner {
  #arena: Uint8Array<ArrayBuffer>;
  #arenaLength = 0;
  /** Text `i` is `#arena[#ends[i − 1], #ends[i])`. */
  #ends: Uint32Array<ArrayBuffer>;
  #hashes: Uint32Array<ArrayBuffer>;
  #slots: Uint32Array<ArrayBuffer>;
  #count = 1;
  readonly #longest: number;
  readonly #texts: (string | undefined)[] = [''];

  /** There is room for `texts`, a power of two, before it has to grow. */
  constructor(longest = defaultLongest, texts = 256) {
    this.#longest = longest;
    this.#arena = new Uint8Array(64 * texts);
    this.#ends = new Uint32Array(texts);
    this.#hashes = new Uint32Array(texts);
    this.#slots = new Uint32Array(2 * texts);
  }

  get count(): number {
    return this.#count;
  }

  /** Of all texts together. */
  get textBytes(): number {
    return this.#arenaLength;
  }

  get bytes(): number {
    // A text that was asked for also lives as a string of about its length.
    return (
      this.#arena.byteLength +
      this.#ends.byteLength +
      this.#hashes.byteLength +
      this.#slots.byteLength +
      this.#texts.length * 8
    );
  }

  /** With `most` texts there already, a text that is not among them gets no number, which is −1. */
  intern(bytes: Uint8Array, start: number, end: number, most = Number.POSITIVE_INFINITY): number {
    if (end <= start) return 0;
    const stop = Math.min(end, start + this.#longest);
    const hash = hashOf(bytes, start, stop);
    const mask = this.#slots.length - 1;
    let slot = hash & mask;
    for (let id = this.#slots[slot] as number; id !== emptySlot; id = this.#slots[slot] as number) {
      if (this.#hashes[id] === hash && this.#equals(id, bytes, start, stop)) return id;
      slot = (slot + 1) & mask;
    }
    return this.#count > most ? -1 : this.#add(bytes, start, stop, hash, slot);
  }

  /** Takes over a text of another interner. */
  adopt(other: ByteInterner, id: number): number {
    if (id === 0) return 0;
    return this.intern(other.#arena, other.#ends[id - 1] as number, other.#ends[id] as number);
  }

  internText(text: string): number {
    const bytes = Buffer.from(text);
    return this.intern(bytes, 0, bytes.length);
  }

  /** The bytes of a text; true until the next `intern`. */
  bytesOf(id: number): Uint8Array<ArrayBuffer> {
    return this.#arena.subarray(id === 0 ? 0 : (this.#ends[id - 1] as number), this.#ends[id] as number);
  }

  text(id: number): string {
    const known = this.#texts[id];
    if (known !== undefined) return known;
    const start = this.#ends[id - 1] as number;
    const end = this.#ends[id] as number;
    const text = Buffer.from(this.#arena.buffer, start, end - start).toString();
    this.#texts[id] = text;
    return text;
  }

  #equals(id: number, bytes: Uint8Array, start: number, end: number): boolean {
    let at = this.#ends[id - 1] as number;
    if ((this.#ends[id] as number) - at !== end - start) return false;
    const arena = this.#arena;
    for (let i = start; i < end; i++, at++) if (arena[at] !== bytes[i]) return false;
    return true;
  }

  #add(bytes: Uint8Array, start: number, end: number, hash: number, slot: number): number {
    const id = this.#count++;
    this.#reserve(end - start);
    this.#arena.set(bytes.subarray(start, end), this.#arenaLength);
    this.#arenaLength += end - start;
    this.#ends[id] = this.#arenaLength;
    this.#hashes[id] = hash;
    this.#slots[slot] = id;
    if (this.#count * 2 > this.#slots.length) this.#rehash();
    return id;
  }

  #reserve(length: number): void {
    if (this.#arenaLength + length > this.#arena.length) {
      const wider = new Uint8Array(Math.max(this.#arena.length * 2, this.#arenaLength + length));
      wider.set(this.#arena);
      this.#arena = wider;
    }
    if (this.#count < this.#ends.length) return;
    this.#ends = widened(this.#ends);
    this.#hashes = widened(this.#hashes);
  }

  #rehash(): void {
    const slots = new Uint32Array(this.#slots.length * 2);
    const mask = slots.length - 1;
    for (let id = 1; id < this.#count; id++) {
      let slot = (this.#hashes[id] as number) & mask;
      while (slots[slot] !== emptySlot) slot = (slot + 1) & mask;
      slots[slot] = id;
    }
    this.#slots = slots;
  }
}

function widened(values: Uint32Array): Uint32Array<ArrayBuffer> {
  const wider = new Uint32Array(values.length * 2);
  wider.set(values);
  return wider;
}

/** FNV-1a, with MurmurHash3's finaliser for the low bits. */
function hashOf(bytes: Uint8Array, start: number, end: number): number {
  let hash = 0x811c9dc5;
  for (let i = start; i < end; i++) hash = Math.imul(hash ^ (bytes[i] as number), 0x01000193);
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  return (hash ^ (hash >>> 13)) >>> 0;
}
