/** Writes protobuf's wire format into one growing buffer. */
export class WireWriter {
  #bytes = new Uint8Array(4096);
  #length = 0;

  finish(): Uint8Array<ArrayBuffer> {
    return this.#bytes.slice(0, this.#length);
  }

  get length(): number {
    return this.#length;
  }

  /** Takes the last bytes back. */
  truncate(length: number): void {
    this.#length = length;
  }

  tag(number: number, type: number): void {
    this.uint32(number * 8 + type);
  }

  uint32(value: number): void {
    this.#reserve(5);
    let rest = value >>> 0;
    while (rest >= 128) {
      this.#bytes[this.#length++] = (rest & 127) | 128;
      rest >>>= 7;
    }
    this.#bytes[this.#length++] = rest;
  }

  /** A varint of 64 bits; negative numbers as two's complement. */
  int64(value: bigint): void {
    this.#reserve(10);
    let rest = BigInt.asUintN(64, value);
    while (rest >= 128n) {
      this.#bytes[this.#length++] = Number(rest & 127n) | 128;
      rest >>= 7n;
    }
    this.#bytes[this.#length++] = Number(rest);
  }

  fixed32(value: number): void {
    this.#reserve(4);
    this.#view().setUint32(this.#length, value, true);
    this.#length += 4;
  }

  fixed64(value: bigint): void {
    this.#reserve(8);
    this.#view().setBigUint64(this.#length, BigInt.asUintN(64, value), true);
    this.#length += 8;
  }

  double(value: number): void {
    this.#reserve(8);
    this.#view().setFloat64(this.#length, value, true);
    this.#length += 8;
  }

  /** A length and that many bytes. */
  bytes(value: Uint8Array): void {
    this.uint32(value.length);
    this.raw(value);
  }

  /** The UTF-8 bytes of a text with their length. Most are short and plain, and then faster to write by hand. */
  text(value: string): void {
    const { length } = value;
    if (length < shortText) {
      this.#reserve(length + 1);
      const bytes = this.#bytes;
      const start = this.#length + 1;
      let i = 0;
      for (; i < length; i++) {
        const code = value.charCodeAt(i);
        if (code > 0x7f) break;
        bytes[start + i] = code;
      }
      if (i === length) {
        bytes[start - 1] = length;
        this.#length = start + length;
        return;
      }
    }
    this.bytes(Buffer.from(value));
  }

  raw(value: Uint8Array): void {
    this.#reserve(value.length);
    this.#bytes.set(value, this.#length);
    this.#length += value.length;
  }

  /** A length and what `write` writes; the bytes move when the length takes more than one byte. */
  nested(write: () => void): void {
    this.#reserve(5);
    const start = ++this.#length;
    write();
    const size = this.#length - start;
    const extra = size < 0x80 ? 0 : size < 0x4000 ? 1 : size < 0x200000 ? 2 : size < 0x10000000 ? 3 : 4;
    if (extra > 0) {
      this.#reserve(extra);
      this.#bytes.copyWithin(start + extra, start, start + size);
    }
    this.#length = start - 1;
    this.uint32(size);
    this.#length += size;
  }

  #view(): DataView {
    return new DataView(this.#bytes.buffer);
  }

  #reserve(count: number): void {
    if (this.#length + count <= this.#bytes.length) return;
    const wider = new Uint8Array(Math.max(this.#bytes.length * 2, this.#length + count));
    wider.set(this.#bytes);
    this.#bytes = wider;
  }
}

/** Their length takes one byte. */
const shortText = 64;
