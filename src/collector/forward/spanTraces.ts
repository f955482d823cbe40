import { eachField } from '../otlp/eachField.ts';
import { WireReader } from '../otlp/wireReader.ts';

/** Tags of `ExportTraceServiceRequest`, `ResourceSpans`, `ScopeSpans` and `Span`. */
const tag = { resourceSpans: 0x0a, scopeSpans: 0x12, spans: 0x12, traceId: 0x0a } as const;

/** Spans of a request, or of several one after the other. Throws `MalformedError`. */
export function countSpans(request: Uint8Array): number {
  let count = 0;
  eachSpan(request, () => count++);
  return count;
}

/** Calls with the reader at the content of each span. Throws `MalformedError`. */
export function eachSpan(request: Uint8Array, visit: (reader: WireReader, end: number) => void): void {
  const reader = new WireReader(request);
  inEach(reader, tag.resourceSpans, request.length, (resourceEnd) =>
    inEach(reader, tag.scopeSpans, resourceEnd, (scopeEnd) =>
      inEach(reader, tag.spans, scopeEnd, (spanEnd) => visit(reader, spanEnd)),
    ),
  );
}

/** Where the trace id of the span stands whose content the reader is at; −1 where it has none of 16 bytes. */
export function traceIdAt(reader: WireReader, end: number): number {
  let found = -1;
  inEach(reader, tag.traceId, end, (idEnd) => {
    found = idEnd - reader.pos === 16 ? reader.pos : -1;
  });
  return found;
}

function inEach(reader: WireReader, wanted: number, end: number, visit: (end: number) => void): void {
  eachField(reader, wanted, end, () => {
    const outer = reader.limit;
    const fieldEnd = reader.endOfBytes();
    reader.limit = fieldEnd;
    visit(fieldEnd);
    reader.pos = fieldEnd;
    reader.limit = outer;
  });
}
