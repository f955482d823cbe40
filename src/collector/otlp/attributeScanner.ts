import { passFields } from './passFields.ts';
import { tag } from './traceTags.ts';
import { MalformedError, WireReader } from './wireReader.ts';

/** `attributes` of `InstrumentationScope`. */
const scopeAttributes = 0x1a;
const noLength = new Uint8Array(256);

/**
 * Walks over the attributes of a span, a resource or a scope as they stand in the bytes, and calls `visit` for each;
 * where its key and its value stand is said by the scanner until `visit` returns. Allocates nothing per span.
 */
export class AttributeScanner {
  readonly #reader = new WireReader(new Uint8Array());
  readonly #visit: (scanner: AttributeScanner) => void;
  /** By the length of a key 1 where no such key is wanted. */
  readonly #unwanted: Uint8Array;
  bytes = new Uint8Array();
  keyStart = 0;
  keyEnd = 0;
  /** The content of the `AnyValue` message; empty where there is none. */
  valueStart = 0;
  valueEnd = 0;

  /** Keys of lengths whose entry in `unwanted`, an array of 256, is 1 may be passed over. */
  constructor(visit: (scanner: AttributeScanner) => void, unwanted: Uint8Array = noLength) {
    this.#visit = visit;
    this.#unwanted = unwanted;
  }

  /** `at` is where the length of the `Span` message stands. False where the bytes are broken. */
  readSpan(bytes: Uint8Array<ArrayBuffer>, at: number): boolean {
    try {
      this.#span(this.#start(bytes, at));
      return true;
    } catch (error) {
      return failed(error);
    }
  }

  /** `at` is where the length of the `ResourceSpans` message stands. */
  readResource(bytes: Uint8Array<ArrayBuffer>, at: number): boolean {
    return this.#readHead(bytes, at, tag.resource, tag.resourceAttributes);
  }

  /** `at` is where the length of the `ScopeSpans` message stands. */
  readScope(bytes: Uint8Array<ArrayBuffer>, at: number): boolean {
    return this.#readHead(bytes, at, tag.scope, scopeAttributes);
  }

  #readHead(bytes: Uint8Array<ArrayBuffer>, at: number, wanted: number, attributes: number): boolean {
    try {
      this.#first(wanted, attributes, this.#start(bytes, at));
      return true;
    } catch (error) {
      return failed(error);
    }
  }

  #start(bytes: Uint8Array<ArrayBuffer>, at: number): number {
    const reader = this.#reader;
    reader.reset(bytes, at, bytes.length);
    this.bytes = bytes;
    reader.limit = reader.endOfBytes();
    return reader.limit;
  }

  #span(end: number): void {
    const reader = this.#reader;
    const { bytes } = reader;
    for (;;) {
      reader.pos = passFields(bytes, reader.pos, end, this.#unwanted, 1);
      if (reader.pos >= end) return;
      const next = reader.tag();
      if (next === tag.attributes) this.#attribute();
      else reader.skip(next);
    }
  }

  /** Encoders write resource and scope first, so that the spans behind them need not be walked over. */
  #first(wanted: number, attributes: number, end: number): void {
    const reader = this.#reader;
    while (reader.pos < end) {
      const next = reader.tag();
      if (next !== wanted) {
        reader.skip(next);
        continue;
      }
      const messageEnd = reader.endOfBytes();
      reader.limit = messageEnd;
      while (reader.pos < messageEnd) {
        const field = reader.tag();
        if (field === attributes) this.#attribute();
        else reader.skip(field);
      }
      return;
    }
  }

  #attribute(): void {
    const reader = this.#reader;
    const { bytes } = reader;
    const end = reader.endOfBytes();
    const start = reader.pos;
    const keyEnd = start + 2 + (bytes[start + 1] as number);
    const valueStart = keyEnd + 2;
    const isUsual =
      valueStart <= end &&
      bytes[start] === tag.key &&
      (bytes[start + 1] as number) < 128 &&
      bytes[keyEnd] === tag.value &&
      valueStart + (bytes[keyEnd + 1] as number) === end &&
      (bytes[keyEnd + 1] as number) < 128;
    if (isUsual) {
      this.keyStart = start + 2;
      this.keyEnd = keyEnd;
      this.valueStart = valueStart;
      this.valueEnd = end;
    } else this.#readUnusual(end);
    this.#visit(this);
    reader.pos = end;
  }

  /** For long values, and encoders that write the value before the key; of a field that comes twice the last counts. */
  #readUnusual(end: number): void {
    const reader = this.#reader;
    const outer = reader.limit;
    reader.limit = end;
    this.keyStart = this.keyEnd = this.valueStart = this.valueEnd = end;
    while (reader.pos < end) {
      const next = reader.tag();
      if (next === tag.key) {
        this.keyEnd = reader.endOfBytes();
        this.keyStart = reader.pos;
        reader.pos = this.keyEnd;
      } else if (next === tag.value) {
        this.valueEnd = reader.endOfBytes();
        this.valueStart = reader.pos;
        reader.pos = this.valueEnd;
      } else reader.skip(next);
    }
    reader.limit = outer;
  }
}

function failed(error: unknown): false {
  if (error instanceof MalformedError) return false;
  throw error;
}
