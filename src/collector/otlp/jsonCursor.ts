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
const byteOrderMark = 0xfeff;
const decimal = /^-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?$/;
/** Those of 16 digits and more may not fit into a double. */
const longInteger = /^-?\d{16,}$/;

/** What stands in JSON without members of its own. Integers that a double may not hold are text. */
export type JsonScalar = string | number | boolean | null;

/**
 * Reads JSON in place and forwards. Nothing is built but the scalars somebody asks for, so that no text takes more
 * memory than itself, however many objects are in it. Throws `MalformedError`.
 */
export class JsonCursor {
  readonly #text: string;
  /** Names and indices on the way to where it stands, for the words of a fault. */
  readonly path: (string | number)[] = [];
  pos = 0;
  /** Of the text that was passed last: whether a backslash is in it. */
  #escaped = false;

  constructor(text: string) {
    this.#text = text;
    if (text.charCodeAt(0) === byteOrderMark) this.pos = 1;
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
    if (this.pos < this.#text.length) throw this.#broken();
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
    if (!this.#escaped) return this.#text.slice(start + 1, this.pos - 1);
    try {
      return JSON.parse(this.#text.slice(start, this.pos)) as string;
    } catch {
      throw new MalformedError('the body is not JSON: a text has an escape that does not exist');
    }
  }

  /** Only a text with escapes can be broken inside. */
  #passString(): void {
    const end = this.#stringEnd();
    if (this.#escaped) this.#string();
    else this.pos = end;
  }

  #stringEnd(): number {
    const text = this.#text;
    this.#escaped = false;
    for (let pos = this.pos + 1; pos < text.length; pos++) {
      const code = text.charCodeAt(pos);
      if (code === quote) return pos + 1;
      if (code === backslash) {
        this.#escaped = true;
        pos++;
      } else if (code < 0x20) {
        this.pos = pos;
        throw this.#broken();
      }
    }
    throw cut();
  }

  #number(): string | number {
    const start = this.pos;
    while (isNumeric(this.#text.charCodeAt(this.pos))) this.pos++;
    const text = this.#text.slice(start, this.pos);
    if (!decimal.test(text)) {
      this.pos = start;
      throw this.#broken();
    }
    return longInteger.test(text) ? text : Number(text);
  }

  #word(word: string): undefined {
    if (!this.#text.startsWith(word, this.pos)) throw this.#broken();
    this.pos += word.length;
  }

  #peek(): number {
    this.#space();
    if (this.pos >= this.#text.length) throw cut();
    return this.#text.charCodeAt(this.pos);
  }

  #space(): void {
    for (;;) {
      const byte = this.#text.charCodeAt(this.pos);
      if (byte !== 0x20 && byte !== 0x0a && byte !== 0x0d && byte !== 0x09) return;
      this.pos++;
    }
  }

  #broken(): MalformedError {
    return new MalformedError(`the body is not JSON at character ${this.pos + 1}`);
  }
}

function cut(): MalformedError {
  return new MalformedError('the body is not JSON: it ends too early');
}

/** Digits, signs, the point and the letter of exponents. */
function isNumeric(code: number): boolean {
  return (
    (code >= 0x30 && code <= 0x39) ||
    code === 0x2d ||
    code === 0x2e ||
    code === 0x2b ||
    code === 0x45 ||
    code === 0x65
  );
}
