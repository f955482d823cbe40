import { wireType } from '../otlp/wireReader.ts';
import { WireWriter } from '../otlp/wireWriter.ts';

/** What spans came under, as fields of `ResourceSpans` and of `ScopeSpans`. Told apart by identity. */
export interface SpanHead {
  readonly resource: Uint8Array;
  readonly scope: Uint8Array;
}

/** A request is offered when it has so many bytes. */
const requestBytes = 1 << 20;

/** Gathers spans under what they came under into requests of a moderate size. */
export class SpanGroups {
  #waiting = new Map<SpanHead, WireWriter>();
  #bytes = 0;

  /** Whether what waits is a request by now. */
  get isFull(): boolean {
    return this.#bytes >= requestBytes;
  }

  /** Adds a span, given as the content of its message. */
  add(head: SpanHead, span: Uint8Array): void {
    let spans = this.#waiting.get(head);
    if (spans === undefined) {
      spans = new WireWriter();
      this.#waiting.set(head, spans);
      this.#bytes += head.resource.length + head.scope.length;
    }
    spans.tag(2, wireType.bytes);
    spans.bytes(span);
    this.#bytes += span.length;
  }

  /** What waits as one request, and no longer; `undefined` where nothing does. */
  take(): Uint8Array<ArrayBuffer> | undefined {
    const waiting = this.#waiting;
    if (waiting.size === 0) return undefined;
    this.#waiting = new Map();
    this.#bytes = 0;
    const writer = new WireWriter();
    for (const [head, spans] of waiting) writeGroup(writer, head, spans.finish());
    return writer.finish();
  }
}

/** Writes a `ResourceSpans` of one scope; `spans` with their tags. */
export function writeGroup(writer: WireWriter, head: SpanHead, spans: Uint8Array): void {
  writer.tag(1, wireType.bytes);
  writer.nested(() => {
    writer.raw(head.resource);
    writer.tag(2, wireType.bytes);
    writer.nested(() => {
      writer.raw(head.scope);
      writer.raw(spans);
    });
  });
}
