import { setImmediate } from 'node:timers/promises';
import { MalformedError } from '../otlp/wireReader.ts';
import { exactJson } from './exactJson.ts';

/** A member of an object: its name, and where its value starts. */
export interface Member {
  readonly key: string;
  readonly at: number;
}

export interface Members {
  readonly list: readonly Member[];
  /** The object's own structure is broken after these. */
  readonly broken: JsonBreak | undefined;
}

/** Where a document's structure ends before it should. Unlike a fault inside one value, nothing after it can be told apart. */
export class JsonBreak extends Error {
  override readonly name = 'JsonBreak';
  /** Index of the byte. */
  readonly at: number;
  /** The bytes simply end. */
  readonly isCut: boolean;

  constructor(at: number, isCut: boolean, message: string) {
    super(message);
    this.at = at;
    this.isCut = isCut;
  }
}

const quote = 0x22;
const comma = 0x2c;
const colon = 0x3a;
const backslash = 0x5c;
export const openBracket = 0x5b;
const closeBracket = 0x5d;
export const openBrace = 0x7b;
const closeBrace = 0x7d;

/** Longer texts the runtime does not have. */
const longestText = 256 << 20;

/** So much is skipped before others get their turn. */
const bytesATurn = 4 << 20;

/**
 * JSON that is walked through without being parsed as a whole: a value is found by its brackets and quotes
 * alone and parsed when somebody wants it. So a file takes little more memory than its bytes, what stands
 * before a break is kept, and a fault inside a value costs that value only. Nothing recurses.
 */
export class JsonBytes {
  readonly bytes: Uint8Array;
  /** Ends of values that were walked through or parsed, so that they are not skipped again. */
  readonly #ends = new Map<number, number>();

  constructor(bytes: Uint8Array) {
    this.bytes = bytes;
  }

  /** Where the next thing stands that is not white space; the length of the bytes where there is none. */
  space(at: number): number {
    const { bytes } = this;
    let pos = at;
    while (isSpace(bytes[pos])) pos++;
    return pos;
  }

  isArray(at: number): boolean {
    return this.bytes[at] === openBracket;
  }

  isEmptyArray(at: number): boolean {
    return this.isArray(at) && this.bytes[this.space(at + 1)] === closeBracket;
  }

  isObject(at: number): boolean {
    return this.bytes[at] === openBrace;
  }

  /** Where each element of the array starts. Throws `JsonBreak`, after all elements before the break. */
  *elements(at: number): Generator<number> {
    let pos = this.space(at + 1);
    while (this.#byte(pos) !== closeBracket) {
      yield pos;
      pos = this.#next(this.end(pos), closeBracket);
    }
    this.#ends.set(at, pos + 1);
  }

  /** All members of the object, up to a break; others get their turn meanwhile. */
  async members(at: number): Promise<Members> {
    const list: Member[] = [];
    try {
      let pos = this.space(at + 1);
      while (this.#byte(pos) !== closeBrace) {
        const member = this.#member(pos);
        list.push(member);
        pos = this.#next(await this.#endInTurns(member.at), closeBrace);
      }
      this.#ends.set(at, pos + 1);
      return { list, broken: undefined };
    } catch (error) {
      if (error instanceof JsonBreak) return { list, broken: error };
      throw error;
    }
  }

  /** Names of the object's members, each before its value is looked at. Throws `JsonBreak`. */
  *names(at: number): Generator<string> {
    let pos = this.space(at + 1);
    while (this.#byte(pos) !== closeBrace) {
      const member = this.#member(pos);
      yield member.key;
      pos = this.#next(this.end(member.at), closeBrace);
    }
  }

  /** The parsed value. Throws `JsonBreak` where it does not end, `MalformedError` where it is not JSON. */
  value(at: number): unknown {
    const end = this.end(at);
    this.#ends.set(at, end);
    if (end - at > longestText) throw new MalformedError(`longer than ${longestText >> 20} MiB`);
    return exactJson(this.#text(at, end));
  }

  slice(at: number): Uint8Array {
    return this.bytes.subarray(at, this.end(at));
  }

  /** Where the value ends. */
  end(at: number): number {
    const known = this.#ends.get(at);
    if (known !== undefined) {
      this.#ends.delete(at);
      return known;
    }
    const first = this.#byte(at);
    if (first === openBrace || first === openBracket) return this.#nestedEnd({ pos: at, depth: 0 }, Infinity);
    return first === quote ? this.#stringEnd(at) : this.#scalarEnd(at);
  }

  async #endInTurns(at: number): Promise<number> {
    const first = this.#byte(at);
    if (first !== openBrace && first !== openBracket) return this.end(at);
    const state = { pos: at, depth: 0 };
    while (this.#nestedEnd(state, bytesATurn) < 0) await setImmediate();
    return state.pos;
  }

  /** Answers the end, or −1 where it lies further than `most` bytes. */
  #nestedEnd(state: { pos: number; depth: number }, most: number): number {
    const { bytes } = this;
    let { pos, depth } = state;
    const stop = Math.min(bytes.length, pos + most);
    while (pos < stop) {
      const byte = bytes[pos] as number;
      if (byte === quote) {
        pos = this.#stringEnd(pos);
        continue;
      }
      pos++;
      if (byte === openBrace || byte === openBracket) depth++;
      else if ((byte === closeBrace || byte === closeBracket) && --depth === 0) break;
    }
    state.pos = pos;
    state.depth = depth;
    if (depth === 0) return pos;
    if (pos >= bytes.length) throw this.#cut();
    return -1;
  }

  #stringEnd(at: number): number {
    const { bytes } = this;
    const { length } = bytes;
    let pos = at + 1;
    for (let byte = bytes[pos]; byte !== quote; byte = bytes[pos]) {
      pos += byte === backslash ? 2 : 1;
      if (pos >= length) throw this.#cut();
    }
    return pos + 1;
  }

  #scalarEnd(at: number): number {
    const { bytes } = this;
    let pos = at;
    while (pos < bytes.length && !endsScalar(bytes[pos] as number)) pos++;
    if (pos === at) throw new JsonBreak(at, false, 'a value is missing');
    return pos;
  }

  #member(at: number): Member {
    if (this.#byte(at) !== quote) throw new JsonBreak(at, false, 'a name in quotes is missing');
    const end = this.#stringEnd(at);
    const colonAt = this.space(end);
    if (this.#byte(colonAt) !== colon) throw new JsonBreak(colonAt, false, 'a colon is missing');
    const valueAt = this.space(colonAt + 1);
    this.#byte(valueAt);
    return { key: this.#key(at, end), at: valueAt };
  }

  #key(at: number, end: number): string {
    const text = this.#text(at, end);
    return text.includes('\\') ? unescaped(text) : text.slice(1, -1);
  }

  /** Where the next element or member starts, or where the closing bracket stands. */
  #next(end: number, close: number): number {
    const pos = this.space(end);
    const byte = this.#byte(pos);
    if (byte === close) return pos;
    if (byte !== comma) {
      throw new JsonBreak(pos, false, `a comma or "${String.fromCharCode(close)}" is missing`);
    }
    return this.space(pos + 1);
  }

  #byte(at: number): number {
    const byte = this.bytes[at];
    if (byte === undefined) throw this.#cut();
    return byte;
  }

  #text(at: number, end: number): string {
    const { buffer, byteOffset } = this.bytes;
    return Buffer.from(buffer, byteOffset + at, end - at).toString();
  }

  #cut(): JsonBreak {
    return new JsonBreak(this.bytes.length, true, 'the document ends here');
  }
}

function isSpace(byte: number | undefined): boolean {
  return byte === 0x20 || byte === 0x0a || byte === 0x0d || byte === 0x09;
}

function endsScalar(byte: number): boolean {
  return isSpace(byte) || byte === comma || byte === closeBracket || byte === closeBrace;
}

/** A name with broken escapes is nobody's. */
function unescaped(text: string): string {
  try {
    return String(JSON.parse(text));
  } catch {
    return text;
  }
}
