import { spanFlags } from '../../shared/traceColumns.ts';
import { ascii, isZero, matches } from './byteText.ts';
import { eachField, findFirst } from './eachField.ts';
import { LinkScanner } from './linkScanner.ts';
import { OriginScanner } from './originScanner.ts';
import { placeRanges } from './placeKeys.ts';
import { tag } from './traceTags.ts';
import { MalformedError, WireReader } from './wireReader.ts';

/** What the scan tells, one call an occurrence. All positions are indexes into the scanned bytes. */
export interface SpanVisitor {
  /** The spans that follow came under this scope of this resource. */
  group(scanner: SpanScanner): void;
  /** A span whose ids are valid; its fields stand in the scanner until the next one. */
  span(scanner: SpanScanner): void;
  /** A span that cannot be kept, with the reason, and where its tag starts. The rest of the batch is not touched by it. */
  refused(reason: string, at: number, isBroken: boolean): void;
}

const exceptionName = ascii('exception');

/** Trace id, span id and parent id with their tags and lengths, and the tag and length of the name. */
const usualHeadBytes = 40;
/** A tag and the length of an id. */
const traceIdHead = (tag.traceId << 8) | 16;
const spanIdHead = (tag.spanId << 8) | 8;
const parentIdHead = (tag.parentSpanId << 8) | 8;

/**
 * One pass over an `ExportTraceServiceRequest` (or any number of them one after the other, which is the same
 * to protobuf). Reads what the index needs and leaves attributes as bytes; allocates nothing per span. Throws
 * `MalformedError` where the bytes are no such message.
 */
export class SpanScanner {
  readonly #reader = new WireReader(new Uint8Array());
  readonly origin = new OriginScanner(this.#reader);
  bytes = new Uint8Array();
  /** Over the same bytes: one look for four of them. */
  view = new DataView(this.bytes.buffer);

  /** Where the length of the `ResourceSpans` and of the `ScopeSpans` message stands. */
  resourceAt = 0;
  scopeAt = 0;

  /** Where the length of the `Span` message stands. */
  spanAt = 0;
  /** Where it ends. */
  spanEnd = 0;
  traceIdAt = 0;
  spanIdAt = 0;
  /** −1 where the span has no parent. */
  parentIdAt = 0;
  nameStart = 0;
  nameEnd = 0;
  kind = 0;
  status = 0;
  /** Bits of `spanFlags`: `exception`, `links`, `endBeforeStart`. */
  flags = 0;
  startLow = 0;
  startHigh = 0;
  endLow = 0;
  endHigh = 0;
  /** Attributes that tell which code the span is of. */
  readonly places = placeRanges();
  readonly links = new LinkScanner();

  #traceIdLength = 0;
  #spanIdLength = 0;
  #parentIdLength = 0;

  /** Scans `bytes[start, end)`. */
  scan(bytes: Uint8Array<ArrayBuffer>, visitor: SpanVisitor, start = 0, end = bytes.length): void {
    const reader = this.#reader;
    reader.reset(bytes, start, end);
    this.#look(bytes);
    while (reader.pos < end) {
      const next = reader.tag();
      if (next === tag.resourceSpans) this.#resourceSpans(visitor);
      else reader.skip(next);
    }
  }

  /** Reads the one span whose length stands at `at`. */
  readSpan(bytes: Uint8Array<ArrayBuffer>, at: number): void {
    this.#reader.reset(bytes, at, bytes.length);
    this.#look(bytes);
    this.#span();
  }

  #look(bytes: Uint8Array<ArrayBuffer>): void {
    if (bytes === this.bytes) return;
    this.bytes = bytes;
    this.view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  }

  #resourceSpans(visitor: SpanVisitor): void {
    const reader = this.#reader;
    this.resourceAt = reader.pos;
    const outer = reader.limit;
    const end = reader.endOfBytes();
    reader.limit = end;
    const start = reader.pos;
    this.origin.forgetService();
    findFirst(reader, tag.resource, end, () => this.origin.readResource());
    reader.pos = start;
    eachField(reader, tag.scopeSpans, end, () => this.#scopeSpans(visitor));
    reader.limit = outer;
  }

  #scopeSpans(visitor: SpanVisitor): void {
    const reader = this.#reader;
    this.scopeAt = reader.pos;
    const outer = reader.limit;
    const end = reader.endOfBytes();
    reader.limit = end;
    const start = reader.pos;
    this.origin.forgetScope();
    findFirst(reader, tag.scope, end, () => this.origin.readScope());
    reader.pos = start;
    visitor.group(this);
    while (reader.pos < end) {
      const at = reader.pos;
      const next = reader.tag();
      if (next === tag.spans) this.#visitSpan(visitor, at);
      else reader.skip(next);
    }
    reader.limit = outer;
  }

  #visitSpan(visitor: SpanVisitor, at: number): void {
    const { limit } = this.#reader;
    let problem: string | undefined;
    let isBroken = false;
    try {
      this.#span();
      problem = this.#problem();
    } catch (error) {
      isBroken = true;
      problem = this.#passBroken(error, limit);
    }
    if (problem === undefined) visitor.span(this);
    else visitor.refused(problem, at, isBroken);
  }

  /** Goes to the end of a span that is broken inside. */
  #passBroken(error: unknown, limit: number): string {
    if (!(error instanceof MalformedError)) throw error;
    const reader = this.#reader;
    reader.limit = limit;
    reader.pos = this.spanAt;
    reader.pos = reader.endOfBytes();
    return error.message;
  }

  #problem(): string | undefined {
    if (this.#traceIdLength !== 16) return `a trace id of ${this.#traceIdLength} bytes instead of 16`;
    if (this.#spanIdLength !== 8) return `a span id of ${this.#spanIdLength} bytes instead of 8`;
    if (isZero(this.bytes, this.traceIdAt, 16)) return 'a trace id of zeros';
    if (isZero(this.bytes, this.spanIdAt, 8)) return 'a span id of zeros';
    if (this.#parentIdLength === 0) this.parentIdAt = -1;
    else if (this.#parentIdLength !== 8) return `a parent id of ${this.#parentIdLength} bytes instead of 8`;
    else if (isZero(this.bytes, this.parentIdAt, 8)) this.parentIdAt = -1;
    return undefined;
  }

  #span(): void {
    const reader = this.#reader;
    this.spanAt = reader.pos;
    const outer = reader.limit;
    const end = reader.endOfBytes();
    this.spanEnd = end;
    reader.limit = end;
    this.#forgetSpan();
    reader.pos = this.#usualHead(reader.pos, end);
    while (reader.pos < end) {
      reader.pos = this.places.readShort(this.bytes, this.view, reader.pos, end);
      if (reader.pos < end) this.#field(reader, reader.tag());
    }
    reader.limit = outer;
    if (this.endHigh < this.startHigh || (this.endHigh === this.startHigh && this.endLow < this.startLow)) {
      this.flags |= spanFlags.endBeforeStart;
    }
  }

  /**
   * Nearly all encoders write the first fields in the order of their numbers: those are read without asking
   * for each what it is. Answers where the first field stands that is not as usual.
   */
  #usualHead(start: number, end: number): number {
    const { view } = this;
    let pos = start;
    if (pos + usualHeadBytes > end || view.getUint16(pos) !== traceIdHead) return pos;
    if (view.getUint16(pos + 18) !== spanIdHead) return pos;
    this.traceIdAt = pos + 2;
    this.#traceIdLength = 16;
    this.spanIdAt = pos + 20;
    this.#spanIdLength = 8;
    pos += 28;
    if (view.getUint16(pos) === parentIdHead) {
      this.parentIdAt = pos + 2;
      this.#parentIdLength = 8;
      pos += 10;
    }
    return this.#usualTimes(this.#usualName(pos, end), end);
  }

  #usualName(pos: number, end: number): number {
    const { bytes } = this;
    const nameEnd = pos + 2 + (bytes[pos + 1] as number);
    if (bytes[pos] !== tag.name || (bytes[pos + 1] as number) >= 128 || nameEnd > end) return pos;
    this.nameStart = pos + 2;
    this.nameEnd = nameEnd;
    return nameEnd;
  }

  /** Kind, start and end. */
  #usualTimes(pos: number, end: number): number {
    const { bytes, view } = this;
    if (pos + 20 > end || bytes[pos] !== tag.kind || (bytes[pos + 1] as number) > 7) return pos;
    if (bytes[pos + 2] !== tag.startTime || bytes[pos + 11] !== tag.endTime) return pos;
    this.kind = bytes[pos + 1] as number;
    this.startLow = view.getUint32(pos + 3, true);
    this.startHigh = view.getUint32(pos + 7, true);
    this.endLow = view.getUint32(pos + 12, true);
    this.endHigh = view.getUint32(pos + 16, true);
    return pos + 20;
  }

  #forgetSpan(): void {
    this.#traceIdLength = 0;
    this.#spanIdLength = 0;
    this.#parentIdLength = 0;
    this.nameStart = 0;
    this.nameEnd = 0;
    this.kind = 0;
    this.status = 0;
    this.flags = 0;
    this.startLow = 0;
    this.startHigh = 0;
    this.endLow = 0;
    this.endHigh = 0;
    this.places.count = 0;
    this.links.count = 0;
  }

  #field(reader: WireReader, next: number): void {
    switch (next) {
      case tag.attributes:
        this.places.readAttribute(reader);
        return;
      case tag.traceId: {
        const end = reader.endOfBytes();
        this.traceIdAt = reader.pos;
        this.#traceIdLength = end - reader.pos;
        reader.pos = end;
        return;
      }
      case tag.spanId: {
        const end = reader.endOfBytes();
        this.spanIdAt = reader.pos;
        this.#spanIdLength = end - reader.pos;
        reader.pos = end;
        return;
      }
      case tag.parentSpanId: {
        const end = reader.endOfBytes();
        this.parentIdAt = reader.pos;
        this.#parentIdLength = end - reader.pos;
        reader.pos = end;
        return;
      }
      case tag.name:
        this.nameEnd = reader.endOfBytes();
        this.nameStart = reader.pos;
        reader.pos = this.nameEnd;
        return;
      case tag.kind:
        this.kind = Math.min(reader.uint32(), 7);
        return;
      case tag.startTime:
        this.startLow = reader.fixed32();
        this.startHigh = reader.fixed32();
        return;
      case tag.endTime:
        this.endLow = reader.fixed32();
        this.endHigh = reader.fixed32();
        return;
      case tag.events:
        this.#event(reader);
        return;
      case tag.links:
        this.flags |= spanFlags.links;
        this.links.read(reader);
        return;
      case tag.status:
        this.#status(reader);
        return;
      default:
        reader.skip(next);
    }
  }

  #event(reader: WireReader): void {
    const outer = reader.limit;
    const end = reader.endOfBytes();
    reader.limit = end;
    while (reader.pos < end) {
      const next = reader.tag();
      if (next === tag.eventName) {
        const nameEnd = reader.endOfBytes();
        if (matches(this.bytes, reader.pos, nameEnd, exceptionName)) this.flags |= spanFlags.exception;
        reader.pos = nameEnd;
      } else reader.skip(next);
    }
    reader.limit = outer;
  }

  #status(reader: WireReader): void {
    const outer = reader.limit;
    const end = reader.endOfBytes();
    reader.limit = end;
    while (reader.pos < end) {
      const next = reader.tag();
      if (next === tag.statusCode) this.status = Math.min(reader.uint32(), 3);
      else reader.skip(next);
    }
    reader.limit = outer;
  }
}
