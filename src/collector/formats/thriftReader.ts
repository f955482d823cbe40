import { MalformedError } from '../otlp/wireReader.ts';
import { PartCount } from './partCount.ts';

/** Types of Thrift's binary protocol (https://github.com/apache/thrift/blob/master/doc/specs/thrift-binary-protocol.md). */
const wire = {
  stop: 0,
  bool: 2,
  byte: 3,
  double: 4,
  i16: 6,
  i32: 8,
  i64: 10,
  binary: 11,
  struct: 12,
  map: 13,
  set: 14,
  list: 15,
  uuid: 16,
} as const;

/** What is known of a struct: its fields by their ids. */
export type ThriftStruct = Readonly<Record<number, ThriftField>>;

export interface ThriftField {
  readonly name: string;
  readonly type: 'bool' | 'double' | 'i16' | 'i32' | 'i64' | 'text' | 'binary' | ThriftStruct;
  /** Lists and sets of structs. */
  readonly repeated?: true;
}

/** Fields by name; those that are missing, or of another type than they should be, are `undefined`. */
export type ThriftMessage = { [name: string]: ThriftValue };
export type ThriftValue = boolean | number | bigint | string | Buffer | ThriftMessage | ThriftMessage[];

/** Deepest nesting that is walked through; what is wanted nests four deep. */
const maxDepth = 32;
/** A call's name is short; what says otherwise is no call. */
const longestName = 256;
const strictVersion = 0x8001;

/**
 * Reads Thrift's binary protocol. Sizes are compared with what is left before anything is allocated; fields that are
 * not known are skipped. Throws `MalformedError`.
 */
export class ThriftReader {
  readonly #bytes: Buffer;
  #pos = 0;
  #parts = new PartCount();

  constructor(bytes: Uint8Array) {
    this.#bytes = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length);
  }

  get left(): number {
    return this.#bytes.length - this.#pos;
  }

  /**
   * Passes over the head of a call, which some clients send over HTTP as well: of either framing, the strict one with
   * its version or the old one that begins with the name. Says whether there was one.
   */
  callHead(): boolean {
    const isStrict = this.left >= 4 && this.#bytes.readUInt16BE(this.#pos) === strictVersion;
    if (isStrict) this.#pos += 4;
    // A struct that begins with a zero is empty, and nothing follows it.
    else if (this.left <= 1 || this.#bytes[this.#pos] !== wire.stop) return false;
    if (this.#bytes.readUInt32BE(this.#room(4)) > longestName) throw new MalformedError('a name is too long');
    this.#pos -= 4;
    this.#binary();
    if (!isStrict) this.#room(1);
    this.#room(4);
    return true;
  }

  struct(known: ThriftStruct): ThriftMessage {
    this.#parts = new PartCount();
    return this.#struct(known, 0);
  }

  /** The structs of a list or a set, its head read first; each is forgotten when the next is read. */
  *structs(known: ThriftStruct): Generator<ThriftMessage> {
    const { type, size } = this.#listHead();
    if (size > 0 && type !== wire.struct) throw new MalformedError('a list of other things than structs');
    for (let i = 0; i < size; i++) yield this.struct(known);
  }

  /** Calls `read` for each struct of a list or a set. */
  eachOf(read: () => void): void {
    const { size } = this.#listHead();
    this.#parts.add(size);
    for (let i = 0; i < size; i++) read();
  }

  /** Reads the fields of a struct one by one: where `visit` takes one, it has read it. */
  fields(visit: (id: number, isList: boolean, isStruct: boolean) => boolean): void {
    for (let type = this.#byte(); type !== wire.stop; type = this.#byte()) {
      const id = this.#bytes.readInt16BE(this.#room(2));
      const isList = type === wire.list || type === wire.set;
      if (!visit(id, isList && this.#bytes[this.#pos] === wire.struct, type === wire.struct))
        this.#skip(type, 0);
    }
  }

  #struct(known: ThriftStruct, depth: number): ThriftMessage {
    if (depth > maxDepth) throw new MalformedError('structs are nested too deeply');
    this.#parts.add();
    const message: ThriftMessage = {};
    for (let type = this.#byte(); type !== wire.stop; type = this.#byte()) {
      const field = known[this.#bytes.readInt16BE(this.#room(2))];
      const value = field === undefined ? undefined : this.#value(field, type, depth);
      if (value === undefined) this.#skip(type, depth);
      else message[(field as ThriftField).name] = value;
    }
    return message;
  }

  /** `undefined` where the value is of another type. */
  #value({ type, repeated }: ThriftField, found: number, depth: number): ThriftValue | undefined {
    if (typeof type === 'object') return this.#structs(type, repeated === true, found, depth);
    if (found !== expected[type]) return undefined;
    switch (type) {
      case 'bool':
        return this.#byte() !== 0;
      case 'double':
        return this.#bytes.readDoubleBE(this.#room(8));
      case 'i16':
        return this.#bytes.readInt16BE(this.#room(2));
      case 'i32':
        return this.#bytes.readInt32BE(this.#room(4));
      case 'i64':
        return this.#bytes.readBigInt64BE(this.#room(8));
      case 'text':
        return this.#binary().toString();
      case 'binary':
        return this.#binary();
    }
  }

  #structs(
    known: ThriftStruct,
    repeated: boolean,
    found: number,
    depth: number,
  ): ThriftMessage | ThriftMessage[] | undefined {
    if (!repeated) return found === wire.struct ? this.#struct(known, depth + 1) : undefined;
    if (found !== wire.list && found !== wire.set) return undefined;
    // An empty list may be of anything; one of other things is left out as a field of another type is.
    if (this.#bytes[this.#pos] !== wire.struct) {
      this.#skip(found, depth);
      return [];
    }
    const { size } = this.#listHead();
    this.#parts.add(size);
    return Array.from({ length: size }, () => this.#struct(known, depth + 1));
  }

  #skip(type: number, depth: number): void {
    if (depth > maxDepth) throw new MalformedError('values are nested too deeply');
    const size = sizes.get(type);
    if (size !== undefined) this.#room(size);
    else if (type === wire.binary) this.#binary();
    else if (type === wire.struct) this.#skipStruct(depth);
    else if (type === wire.list || type === wire.set) {
      const head = this.#listHead();
      for (let i = 0; i < head.size; i++) this.#skip(head.type, depth + 1);
    } else if (type === wire.map) this.#skipMap(depth);
    else throw new MalformedError(`type ${type} does not exist`);
  }

  #skipStruct(depth: number): void {
    for (let type = this.#byte(); type !== wire.stop; type = this.#byte()) {
      this.#room(2);
      this.#skip(type, depth + 1);
    }
  }

  #skipMap(depth: number): void {
    const key = this.#byte();
    const value = this.#byte();
    const size = this.#size(leastSize(key) + leastSize(value));
    for (let i = 0; i < size; i++) {
      this.#skip(key, depth + 1);
      this.#skip(value, depth + 1);
    }
  }

  #listHead(): { readonly type: number; readonly size: number } {
    const type = this.#byte();
    return { type, size: this.#size(leastSize(type)) };
  }

  /** How many elements follow: not more than there is room for. */
  #size(least: number): number {
    const size = this.#bytes.readInt32BE(this.#room(4));
    if (size < 0 || size * least > this.left) throw new MalformedError('a list is longer than its message');
    return size;
  }

  #binary(): Buffer {
    const length = this.#bytes.readInt32BE(this.#room(4));
    if (length < 0 || length > this.left) throw new MalformedError('a text is longer than its message');
    const start = this.#room(length);
    return this.#bytes.subarray(start, start + length);
  }

  #byte(): number {
    return this.#bytes[this.#room(1)] as number;
  }

  /** Where `count` bytes stand, which are passed over. */
  #room(count: number): number {
    if (count > this.left) throw new MalformedError('the message ends inside a value');
    const start = this.#pos;
    this.#pos += count;
    return start;
  }
}

const expected = {
  bool: wire.bool,
  double: wire.double,
  i16: wire.i16,
  i32: wire.i32,
  i64: wire.i64,
  text: wire.binary,
  binary: wire.binary,
} as const;

/** Bytes of what always takes as many. */
const sizes: ReadonlyMap<number, number> = new Map([
  [wire.bool, 1],
  [wire.byte, 1],
  [wire.double, 8],
  [wire.i16, 2],
  [wire.i32, 4],
  [wire.i64, 8],
  [wire.uuid, 16],
]);

/** Bytes that a value takes at least. */
function leastSize(type: number): number {
  if (type === wire.binary) return 4;
  if (type === wire.map) return 6;
  return type === wire.list || type === wire.set ? 5 : (sizes.get(type) ?? 1);
}
