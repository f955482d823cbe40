/** Bytes one after another, into one buffer that grows. */
export class ByteWriter {
  #bytes: Uint8Array<ArrayBuffer>;
  #length = 0;

  constructor(expectedBytes: number) {
    this.#bytes = new Uint8Array(Math.max(64, expectedBytes));
  }

  raw(bytes: Uint8Array): void {
    this.#reserve(bytes.length);
    this.#bytes.set(bytes, this.#length);
    this.#length += bytes.length;
  }

  /** A whole number from 0 to 2 ** 53 − 1, seven bits a byte, the lowest first. */
  varint(value: number): void {
    this.#reserve(8);
    const bytes = this.#bytes;
    let at = this.#length;
    let rest = value;
    // Bitwise operators know 32 bits only.
    for (; rest >= 0x8000_0000; rest = Math.floor(rest / 128)) bytes[at++] = (rest & 127) | 128;
    for (; rest >= 128; rest >>>= 7) bytes[at++] = (rest & 127) | 128;
    bytes[at++] = rest;
    this.#length = at;
  }

  /** A whole number of either sign, up to 2 ** 52 − 1. */
  signed(value: number): void {
    this.varint(value < 0 ? -2 * value - 1 : 2 * value);
  }

  /** What was written, with a buffer of exactly its size. */
  finish(): Uint8Array<ArrayBuffer> {
    return this.#bytes.slice(0, this.#length);
  }

  #reserve(count: number): void {
    if (this.#length + count <= this.#bytes.length) return;
    const wider = new Uint8Array(Math.max(2 * this.#bytes.length, this.#length + count));
    wider.set(this.#bytes);
    this.#bytes = wider;
  }
}

/** Stands for the byte behind the last one. */
const endless = 256;

/** Reads what a `ByteWriter` wrote. Throws a `RangeError` behind the end. */
export class ByteReader {
  readonly #bytes: Uint8Array;
  #at = 0;

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
  }

  /** A view of the next bytes. */
  raw(count: number): Uint8Array {
    const from = this.#at;
    this.#at += count;
    if (this.#at > this.#bytes.length) throw new RangeError('The bytes end too early.');
    return this.#bytes.subarray(from, this.#at);
  }

  varint(): number {
    const bytes = this.#bytes;
    let at = this.#at;
    let byte = bytes[at++] ?? endless;
    let value = byte & 127;
    // Four bytes by bits, which is faster; what is longer does not fit into 32 of them.
    for (let shift = 7; byte >= 128 && shift < 28; shift += 7) {
      byte = bytes[at++] ?? endless;
      value |= (byte & 127) << shift;
    }
    for (let unit = 2 ** 28; byte >= 128 && byte < endless; unit *= 128) {
      byte = bytes[at++] ?? endless;
      value += (byte & 127) * unit;
    }
    if (byte === endless) throw new RangeError('The bytes end too early.');
    this.#at = at;
    return value;
  }

  signed(): number {
    const value = this.varint();
    if (value < 2 ** 31) return (value & 1) === 0 ? value >>> 1 : -(value >>> 1) - 1;
    return value % 2 === 0 ? value / 2 : -(value + 1) / 2;
  }
}
