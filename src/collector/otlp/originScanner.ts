import { ascii, matches } from './byteText.ts';
import { eachField } from './eachField.ts';
import { placeRanges } from './placeKeys.ts';
import { tag } from './traceTags.ts';
import type { WireReader } from './wireReader.ts';

const serviceName = ascii('service.name');

/** Reads what spans came under, as places in the bytes: of a resource what names it, and the name of a scope. */
export class OriginScanner {
  readonly #reader: WireReader;
  serviceStart = 0;
  serviceEnd = 0;
  scopeNameStart = 0;
  scopeNameEnd = 0;
  /** The content of the `Resource` message; empty where there is none. */
  resourceStart = 0;
  resourceEnd = 0;
  /** Attributes of the resource that tell which code its spans are of. */
  readonly places = placeRanges();

  /** The reader stands where a message's length does when one of the methods is called. */
  constructor(reader: WireReader) {
    this.#reader = reader;
  }

  forgetService(): void {
    this.serviceStart = 0;
    this.serviceEnd = 0;
    this.resourceStart = 0;
    this.resourceEnd = 0;
    this.places.count = 0;
  }

  forgetScope(): void {
    this.scopeNameStart = 0;
    this.scopeNameEnd = 0;
  }

  readResource(): void {
    const reader = this.#reader;
    const outer = reader.limit;
    const end = reader.endOfBytes();
    this.resourceStart = reader.pos;
    this.resourceEnd = end;
    reader.limit = end;
    eachField(reader, tag.resourceAttributes, end, () => this.#resourceAttribute());
    reader.limit = outer;
  }

  #resourceAttribute(): void {
    const reader = this.#reader;
    const outer = reader.limit;
    const at = reader.pos;
    this.places.readAttribute(reader);
    reader.pos = at;
    const end = reader.endOfBytes();
    reader.limit = end;
    let isServiceName = false;
    let valueAt = 0;
    while (reader.pos < end) {
      const next = reader.tag();
      if (next === tag.key) {
        const keyEnd = reader.endOfBytes();
        isServiceName = matches(reader.bytes, reader.pos, keyEnd, serviceName);
        reader.pos = keyEnd;
      } else {
        if (next === tag.value) valueAt = reader.pos;
        reader.skip(next);
      }
    }
    if (isServiceName && valueAt > 0) this.#service(valueAt);
    reader.pos = end;
    reader.limit = outer;
  }

  #service(valueAt: number): void {
    const reader = this.#reader;
    const outer = reader.limit;
    reader.pos = valueAt;
    reader.limit = reader.endOfBytes();
    eachField(reader, tag.stringValue, reader.limit, () => {
      this.serviceEnd = reader.endOfBytes();
      this.serviceStart = reader.pos;
      reader.pos = this.serviceEnd;
    });
    reader.limit = outer;
  }

  readScope(): void {
    const reader = this.#reader;
    const outer = reader.limit;
    const end = reader.endOfBytes();
    reader.limit = end;
    eachField(reader, tag.scopeName, end, () => {
      this.scopeNameEnd = reader.endOfBytes();
      this.scopeNameStart = reader.pos;
      reader.pos = this.scopeNameEnd;
    });
    reader.limit = outer;
  }
}
