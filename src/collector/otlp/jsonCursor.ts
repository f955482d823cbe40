import { MalformedError } from './wireReader.ts';

const quote = 0x22;
const comma = 0x2c;
const colon = 0x3a;
const backslash = 0x5c;
const openBracket = 0x5b;
const closeBracket = 0x5d;
const openBrace = 0x7b;
const closeBrace = 0x7d;

/** Deeper values are not even passed over. */
const maxDepth = 100_000;
const byteOrderMark = Buffer.from([0xef, 0xbb, 0xbf]);
const decimal = /^-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?$/;
/** Those of 16 digits and more may not fit into a double. */
const longInteger = /^-?\d{16,}$/;

/** What stands in JSON without members of its own. Integers that a double may not hold are text. */
export type JsonScalar = string | number | boolean | null;

/**
 * Reads JSON in place and forwards. Nothing is built but the scalars somebody asks for, so that no text takes more
 * memory than its bytes, however many objects are in it. Throws `MalformedError`.
 */
export class JsonCursor {
  readonly #bytes: Buffer;
  /** Names and indices on the way to where it stands, for the words of a fault. */
  readonly path: (string | number)[] = [];
  pos = 0;

  constructor(bytes: Uint8Array) {
    this.#bytes = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length);
    if (this.#bytes.subarray(0, 3).equals(byteOrderMark)) this.pos = 3;
  }

  /** A fault of the value it stands at: `the body.resourceSpans[0] is not an object`. */
  fault(what: string): MalformedError {
    const place = this.path.map((step) => (typeof step === 'number' ? `[${step}]` : `.${step}`)).join('');
    return new MalformedError(`the body${place} ${what}`);
  }

  get isObject(): boolean {
    return this.#peek() === openBrace;
  }

  get isArray(): boolean {
    return this.#peek() === openBracket;
  }

  /** Calls with the name of each member; `read` moves on to the end of its value. */
  members(read: (name: string) => void): void {
    const depth = this.path.length;
    this.pos++;
    if (this.#closes(closeBrace)) return;
    do {
      const name = this.#name();
      this.path.push(name);
      read(name);
      this.path.length = depth;
    } while (this.#goesOn(closeBrace));
  }

  /** Calls for each element; `read` moves on to its end. */
  elements(read: () => void): void {
    const depth = this.path.length;
    this.pos++;
    if (this.#closes(closeBracket)) return;
    let i = 0;
    do {
      this.path.push(i++);
      read();
      this.path.length = depth;
    } while (this.#goesOn(closeBracket));
  }

  /** Moves on if the value is null. */
  isNull(): boolean {
    if (this.#peek() !== 0x6e) return false;
    this.#word('null');
    return true;
  }

  /** The value it stands at, `undefined` where that is an object or an array. */
  scalar(): JsonScalar | undefined {
    switch (this.#peek()) {
      case quote:
        return this.#string();
      case openBrace:
      case openBracket:
        return undefined;
      case 0x6e:
        return this.#word('null') ?? null;
      case 0x74:
        return this.#word('true') ?? true;
      case 0x66:
        return this.#word('false') ?? false;
      default:
        return this.#number();
    }
  }

  /** Moves to the end of the value, however deep it is. */
  skip(): void {
    const closers: number[] = [];
    do {
      if (this.#opens(closers)) continue;
      if (!this.#ends(closers)) return;
    } while (closers.length <= maxDepth);
    throw new MalformedError('the body is nested too deeply');
  }

  /** Nothing but blanks may stand behind the document. */
  finish(): void {
    this.#space();
    if (this.pos < this.#bytes.length) throw this.#broken();
  }

  /** Goes into an object or array that has something in it, up to its first value; else passes over the value. */
  #opens(closers: number[]): boolean {
    const byte = this.#peek();
    if (byte !== openBrace && byte !== openBracket) {
      if (byte === quote) this.#passString();
      else this.scalar();
      return false;
    }
    this.pos++;
    const closer = byte + 2;
    if (this.#closes(closer)) return false;
    if (byte === openBrace) this.#name();
    closers.push(closer);
    return true;
  }

  /** After a value: goes to the next one around it; false where there is none any more. */
  #ends(closers: number[]): boolean {
    for (;;) {
      const closer = closers.at(-1);
      if (closer === undefined) return false;
      if (this.#goesOn(closer)) {
        if (closer === closeBrace) this.#name();
        return true;
      }
      closers.pop();
    }
  }

  #name(): string {
    if (this.#peek() !== quote) throw this.#broken();
    const name = this.#string();
    if (this.#peek() !== colon) throw this.#broken();
    this.pos++;
    return name;
  }

  #closes(closer: number): boolean {
    if (this.#peek() !== closer) return false;
    this.pos++;
    return true;
  }

  #goesOn(closer: number): boolean {
    const byte = this.#peek();
    if (byte !== comma && byte !== closer) throw this.#broken();
    this.pos++;
    return byte === comma;
  }

  #string(): string {
    const start = this.pos;
    this.pos = this.#stringEnd();
    const text = this.#bytes.toString('utf8', start, this.pos);
    if (!text.includes('\\')) return text.slice(1, -1);
    try {
      return JSON.parse(text) as string;
    } catch {
      throw new MalformedError('the body is not JSON: a text has an escape that does not exist');
    }
  }

  /** Only a text with escapes can be broken inside. */
  #passString(): void {
    const end = this.#stringEnd();
    if (this.#bytes.subarray(this.pos, end).includes(backslash)) this.#string();
    else this.pos = end;
  }

  #stringEnd(): number {
    const bytes = this.#bytes;
    for (let pos = this.pos + 1; pos < bytes.length; pos++) {
      const byte = bytes[pos] as number;
      if (byte === quote) return pos + 1;
      if (byte === backslash) pos++;
      else if (byte < 0x20) {
        this.pos = pos;
        throw this.#broken();
      }
    }
    throw cut();
  }

  #number(): string | number {
    const start = this.pos;
    while (this.pos < this.#bytes.length && isNumeric(this.#bytes[this.pos] as number)) this.pos++;
    const text = this.#bytes.toString('latin1', start, this.pos);
    if (!decimal.test(text)) {
      this.pos = start;
      throw this.#broken();
    }
    return longInteger.test(text) ? text : Number(text);
  }

  #word(word: string): undefined {
    if (this.#bytes.toString('latin1', this.pos, this.pos + word.length) !== word) throw this.#broken();
    this.pos += word.length;
  }

  #peek(): number {
    this.#space();
    const byte = this.#bytes[this.pos];
    if (byte === undefined) throw cut();
    return byte;
  }

  #space(): void {
    for (;;) {
      const byte = this.#bytes[this.pos];
      if (byte !== 0x20 && byte !== 0x0a && byte !== 0x0d && byte !== 0x09) return;
      this.pos++;
    }
  }

  #broken(): MalformedError {
    return new MalformedError(`the body is not JSON at byte ${this.pos}`);
  }
}

function cut(): MalformedError {
  return new MalformedError('the body is not JSON: it ends too early');
}

function isNumeric(byte: number): boolean {
  return (byte >= 0x30 && byte <= 0x39) || [0x2b, 0x2d, 0x2e, 0x45, 0x65].includes(byte);
}
