import { MalformedError, type WireReader } from './wireReader.ts';
import { wordAt } from './wordAt.ts';

/** Words of a link's target: four of the trace id, two of the span id. */
export const linkWords = 6;

/** Tags of `Span.Link`. */
const tag = { traceId: 0x0a, spanId: 0x12 } as const;

/** Reads whom a span links to. A link that is broken inside, or has no valid ids, is no reason to refuse the span. */
export class LinkScanner {
  /** Big-endian words of the ids. */
  ids = new Uint32Array(4 * linkWords);
  count = 0;

  /** Reads a link, whose tag was read. */
  read(reader: WireReader): void {
    const outer = reader.limit;
    const end = reader.endOfBytes();
    reader.limit = end;
    try {
      this.#readIds(reader, end);
    } catch (error) {
      if (!(error instanceof MalformedError)) throw error;
    }
    reader.pos = end;
    reader.limit = outer;
  }

  #readIds(reader: WireReader, end: number): void {
    let [traceAt, spanAt] = [-1, -1];
    while (reader.pos < end) {
      const next = reader.tag();
      if (next === tag.traceId) traceAt = idAt(reader, 16);
      else if (next === tag.spanId) spanAt = idAt(reader, 8);
      else reader.skip(next);
    }
    if (traceAt >= 0 && spanAt >= 0) this.#add(reader.bytes, traceAt, spanAt);
  }

  #add(bytes: Uint8Array, traceAt: number, spanAt: number): void {
    const at = linkWords * this.count++;
    if (at === this.ids.length) this.#widen();
    for (let word = 0; word < 4; word++) this.ids[at + word] = wordAt(bytes, traceAt + 4 * word);
    this.ids[at + 4] = wordAt(bytes, spanAt);
    this.ids[at + 5] = wordAt(bytes, spanAt + 4);
  }

  #widen(): void {
    const wider = new Uint32Array(2 * this.ids.length);
    wider.set(this.ids);
    this.ids = wider;
  }
}

/** Where the id stands, or −1 where it has another length. */
function idAt(reader: WireReader, length: number): number {
  const end = reader.endOfBytes();
  const start = reader.pos;
  reader.pos = end;
  return end - start === length ? start : -1;
}
