import { WireReader, wireType } from './wireReader.ts';
import { WireWriter } from './wireWriter.ts';

/** Large enough to compress well, small enough to be unpacked for the sake of one span. */
const usualPieceBytes = 2 << 20;

const scopeSpansTag = 0x12;
const spansTag = 0x12;
const resourceSpansTag = 0x0a;

/**
 * A large `ExportTraceServiceRequest` as several that together hold the same spans, each under a copy of its
 * resource and scope: a piece has at least `pieceBytes` but for the last one, and less than twice as many and a span. Logs and metrics
 * are told by the same tags. `bytes` were scanned and are well-formed down to the spans.
 */
export function* splitRequest(
  bytes: Uint8Array<ArrayBuffer>,
  pieceBytes = usualPieceBytes,
): Generator<Uint8Array<ArrayBuffer>> {
  if (bytes.length <= pieceBytes) {
    yield bytes;
    return;
  }
  // Requests one after the other are one request to protobuf, so that many small resources share a piece.
  let piece = new WireWriter();
  for (const part of partsOf(bytes, pieceBytes)) {
    piece.raw(part);
    if (piece.length < pieceBytes) continue;
    yield piece.finish();
    piece = new WireWriter();
  }
  if (piece.length > 0) yield piece.finish();
}

/** Each with spans of one scope, and none much larger than a piece. */
function* partsOf(bytes: Uint8Array, pieceBytes: number): Generator<Uint8Array> {
  for (const [start, end] of fieldsOf(bytes, 0, bytes.length, resourceSpansTag)) {
    const resourceHead = otherFields(bytes, start, end, scopeSpansTag);
    for (const [scopeStart, scopeEnd] of fieldsOf(bytes, start, end, scopeSpansTag)) {
      const scopeHead = otherFields(bytes, scopeStart, scopeEnd, spansTag);
      for (const spans of batches(bytes, fieldsOf(bytes, scopeStart, scopeEnd, spansTag), pieceBytes)) {
        yield wrapped(resourceHead, scopeHead, spans);
      }
    }
  }
}

type Range = readonly [start: number, end: number];

/** Contents of the fields with this tag. */
function* fieldsOf(bytes: Uint8Array, start: number, end: number, wanted: number): Generator<Range> {
  const reader = new WireReader(bytes);
  reader.reset(bytes, start, end);
  while (reader.pos < end) {
    const tag = reader.tag();
    if (tag !== wanted) {
      reader.skip(tag);
      continue;
    }
    const fieldEnd = reader.endOfBytes();
    yield [reader.pos, fieldEnd];
    reader.pos = fieldEnd;
  }
}

/** Tags and values of all other fields, as they stand. */
function otherFields(bytes: Uint8Array, start: number, end: number, unwanted: number): Uint8Array {
  const reader = new WireReader(bytes);
  reader.reset(bytes, start, end);
  const writer = new WireWriter();
  while (reader.pos < end) {
    const at = reader.pos;
    const tag = reader.tag();
    reader.skip(tag);
    if (tag !== unwanted) writer.raw(bytes.subarray(at, reader.pos));
  }
  return writer.finish();
}

function* batches(bytes: Uint8Array, spans: Iterable<Range>, pieceBytes: number): Generator<Uint8Array> {
  let writer = new WireWriter();
  for (const [start, end] of spans) {
    writer.tag(2, wireType.bytes);
    writer.bytes(bytes.subarray(start, end));
    if (writer.length < pieceBytes) continue;
    yield writer.finish();
    writer = new WireWriter();
  }
  if (writer.length > 0) yield writer.finish();
}

function wrapped(resourceHead: Uint8Array, scopeHead: Uint8Array, spans: Uint8Array): Uint8Array {
  const writer = new WireWriter();
  writer.tag(1, wireType.bytes);
  writer.nested(() => {
    writer.raw(resourceHead);
    writer.tag(2, wireType.bytes);
    writer.nested(() => {
      writer.raw(scopeHead);
      writer.raw(spans);
    });
  });
  return writer.finish();
}
