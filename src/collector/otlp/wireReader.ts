/** Bytes that are not the protobuf message they should be. The message is a short reason for the sender. */
export class MalformedError extends Error {
  override readonly name = 'MalformedError';
}

/** Wire types of protobuf's encoding (https://protobuf.dev/programming-guides/encoding). */
export const wireType = { varint: 0, fixed64: 1, bytes: 2, fixed32: 5 } as const;

/** Messages in messages: OTLP's own take six levels, the rest is for attribute values. */
export const maxMessageDepth = 32 + 6;

/** Groups were never part of OTLP; they are skipped, but not for ever. */
const maxGroupDepth = 100;

/**
 * Reads protobuf's wire format in place. `limit` is the end of the message that is being read: nothing beyond
 * it is touched, and a value that reaches over it is malformed.
 */
export class WireReader {
  bytes: Uint8Array;
  pos = 0;
  limit: number;

  constructor(bytes: Uint8Array) {
    this.bytes = bytes;
    this.limit = bytes.length;
  }

  reset(bytes: Uint8Array, pos: number, limit: number): void {
    this.bytes = bytes;
    this.pos = pos;
    this.limit = limit;
  }

  /** An enum or a uint32: the low 32 bits of a varint. */
  uint32(): number {
    const byte = this.bytes[this.pos] as number;
    if (byte < 128 && this.pos < this.limit) {
      this.pos++;
      return byte;
    }
    return this.#longUint32();
  }

  #longUint32(): number {
    const bytes = this.bytes;
    let value = 0;
    for (let shift = 0; shift < 70; shift += 7) {
      if (this.pos >= this.limit) throw new MalformedError('the message ends inside a number');
      const byte = bytes[this.pos++] as number;
      if (shift < 35) value |= (byte & 127) << shift;
      if (byte < 128) return value >>> 0;
    }
    throw new MalformedError('a number is longer than ten bytes');
  }

  /** A tag or a length: unlike a number, what takes more than 32 bits or five bytes is none. */
  #prefix(): number {
    const byte = this.bytes[this.pos] as number;
    if (byte < 128 && this.pos < this.limit) {
      this.pos++;
      return byte;
    }
    return this.#longPrefix();
  }

  #longPrefix(): number {
    const { bytes } = this;
    let value = 0;
    for (let shift = 0; shift < 35; shift += 7) {
      if (this.pos >= this.limit) throw new MalformedError('the message ends inside a number');
      const byte = bytes[this.pos++] as number;
      if (shift === 28 && byte > 15) break;
      value |= (byte & 127) << shift;
      if (byte < 128) return value >>> 0;
    }
    throw new MalformedError('a tag or a length has more than 32 bits');
  }

  /** A varint of 64 bits, as protobuf's `uint64`. */
  uint64(): bigint {
    let value = 0n;
    for (let shift = 0n; shift < 70n; shift += 7n) {
      if (this.pos >= this.limit) throw new MalformedError('the message ends inside a number');
      const byte = this.bytes[this.pos++] as number;
      value |= BigInt(byte & 127) << shift;
      if (byte < 128) return BigInt.asUintN(64, value);
    }
    throw new MalformedError('a number is longer than ten bytes');
  }

  /** Little-endian, unsigned. */
  fixed32(): number {
    const { bytes, pos } = this;
    if (pos + 4 > this.limit) throw new MalformedError('the message ends inside a number');
    this.pos = pos + 4;
    return littleEndianWord(bytes, pos);
  }

  fixed64(): bigint {
    const low = this.fixed32();
    return (BigInt(this.fixed32()) << 32n) | BigInt(low);
  }

  /** Reads the length of a field and answers where the field ends. */
  endOfBytes(): number {
    const length = this.#prefix();
    const end = this.pos + length;
    if (end > this.limit) throw new MalformedError('a field is longer than its message');
    return end;
  }

  /** Skips the value of a field whose tag was read. */
  skip(tag: number): void {
    this.#skip(tag, 0);
  }

  #skip(tag: number, depth: number): void {
    switch (tag & 7) {
      case wireType.varint:
        this.uint32();
        return;
      case wireType.fixed64:
        this.#advance(8);
        return;
      case wireType.bytes:
        this.pos = this.endOfBytes();
        return;
      case wireType.fixed32:
        this.#advance(4);
        return;
      case 3:
        this.#skipGroup(tag, depth);
        return;
      default:
        throw new MalformedError(`wire type ${tag & 7} does not exist`);
    }
  }

  #skipGroup(start: number, depth: number): void {
    if (depth >= maxGroupDepth) throw new MalformedError('groups are nested too deeply');
    for (let tag = this.tag(); tag !== start + 1; tag = this.tag()) this.#skip(tag, depth + 1);
  }

  /** A tag; field number 0 does not exist. */
  tag(): number {
    const tag = this.#prefix();
    if (tag < 8) throw new MalformedError('field number 0 does not exist');
    return tag;
  }

  #advance(count: number): void {
    this.pos += count;
    if (this.pos > this.limit) throw new MalformedError('the message ends inside a number');
  }
}

/** Four bytes as a little-endian word. */
export function littleEndianWord(bytes: Uint8Array, at: number): number {
  return (
    ((bytes[at] as number) |
      ((bytes[at + 1] as number) << 8) |
      ((bytes[at + 2] as number) << 16) |
      ((bytes[at + 3] as number) << 24)) >>>
    0
  );
}
