import { WireReader, wireType } from './wireReader.ts';
import { WireWriter } from './wireWriter.ts';

/** Tags of `TracesData` or `ExportTraceServiceRequest`, `ResourceSpans`, `ScopeSpans` and `Span`. */
const tag = { resourceSpans: 0x0a, scopeSpans: 0x12, spans: 0x12, traceId: 0x0a } as const;

/**
 * Which spans stay. `start` and `end` are the content of the span's message in `bytes`; `traceIdAt` is where its trace
 * id stands, −1 where it has none of 16 bytes.
 */
export type SpanChoice = (bytes: Uint8Array, traceIdAt: number, start: number, end: number) => boolean;

/**
 * The same request (or any number of them one after the other) with some of its spans only, all else byte for byte:
 * the input itself where all stay, no bytes where none does. Resources and scopes without spans go. Throws
 * `MalformedError` where the bytes are no such message.
 */
export function filterSpans(bytes: Uint8Array<ArrayBuffer>, choice: SpanChoice): Uint8Array<ArrayBuffer> {
  const filter = new SpanFilter(bytes, choice);
  const kept = filter.run();
  return filter.left === 0 ? bytes : kept;
}

class SpanFilter {
  readonly #bytes: Uint8Array<ArrayBuffer>;
  readonly #choice: SpanChoice;
  readonly #reader: WireReader;
  /** Spans that were left out. */
  left = 0;

  constructor(bytes: Uint8Array<ArrayBuffer>, choice: SpanChoice) {
    this.#bytes = bytes;
    this.#choice = choice;
    this.#reader = new WireReader(bytes);
  }

  run(): Uint8Array<ArrayBuffer> {
    const out = new WireWriter();
    this.#copyFields(out, this.#bytes.length, tag.resourceSpans, (part, end) =>
      this.#copyFields(part, end, tag.scopeSpans, (inner, innerEnd) => this.#copySpans(inner, innerEnd)),
    );
    return out.finish();
  }

  /** Copies fields up to `end`, those of one tag by `copy`, which says whether a span is in it. */
  #copyFields(
    out: WireWriter,
    end: number,
    wanted: number,
    copy: (part: WireWriter, end: number) => boolean,
  ): boolean {
    const reader = this.#reader;
    let found = false;
    while (reader.pos < end) {
      const at = reader.pos;
      const next = reader.tag();
      if (next !== wanted) {
        reader.skip(next);
        out.raw(this.#bytes.subarray(at, reader.pos));
        continue;
      }
      const outer = reader.limit;
      reader.limit = reader.endOfBytes();
      const part = new WireWriter();
      if (copy(part, reader.limit)) {
        out.tag(next >>> 3, wireType.bytes);
        out.bytes(part.finish());
        found = true;
      }
      reader.limit = outer;
    }
    return found;
  }

  #copySpans(out: WireWriter, end: number): boolean {
    const reader = this.#reader;
    let found = false;
    while (reader.pos < end) {
      const at = reader.pos;
      const next = reader.tag();
      if (next === tag.spans) {
        const spanEnd = reader.endOfBytes();
        const start = reader.pos;
        const traceIdAt = this.#traceIdAt(start, spanEnd);
        reader.pos = spanEnd;
        if (!this.#choice(this.#bytes, traceIdAt, start, spanEnd)) {
          this.left++;
          continue;
        }
        found = true;
      } else reader.skip(next);
      out.raw(this.#bytes.subarray(at, reader.pos));
    }
    return found;
  }

  #traceIdAt(start: number, end: number): number {
    const reader = this.#reader;
    const outer = reader.limit;
    reader.limit = end;
    reader.pos = start;
    let found = -1;
    while (reader.pos < end) {
      const next = reader.tag();
      if (next === tag.traceId) {
        const idEnd = reader.endOfBytes();
        found = idEnd - reader.pos === 16 ? reader.pos : -1;
        reader.pos = idEnd;
      } else reader.skip(next);
    }
    reader.limit = outer;
    return found;
  }
}
