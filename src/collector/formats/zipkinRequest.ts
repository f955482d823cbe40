import { MalformedError } from '../otlp/wireReader.ts';
import { exactJson } from './exactJson.ts';
import { ForeignSpans, type RequestKeeper, type Transcoded } from './foreignSpans.ts';
import type { RecentHalves } from './recentHalves.ts';
import { zipkinProtoSpans } from './zipkinProto.ts';
import { fieldsOf, type ZipkinSpan, zipkinSpan } from './zipkinSpan.ts';
import { zipkinThriftSpans } from './zipkinThrift.ts';
import { otlpOfZipkin } from './zipkinToOtlp.ts';
import { isZipkinV1, zipkinV1Spans } from './zipkinV1.ts';

export type ZipkinEncoding = 'v1 json' | 'v1 thrift' | 'v2 json' | 'v2 protobuf';

/**
 * Hands on a list of Zipkin's spans as OTLP. `debug`: the request says that all of them are to be kept. Throws
 * `MalformedError`, before anything is handed on, where the body is no such list, and what `keep` throws.
 */
export async function transcodeZipkin(
  body: Uint8Array,
  encoding: ZipkinEncoding,
  debug: boolean,
  recent: RecentHalves,
  keep: RequestKeeper,
): Promise<Transcoded> {
  const elements = elementsOf(body, encoding);
  const isV1 = encoding.startsWith('v1');
  const halves = recent.request(readable(elements(), isV1));
  const spans = new ForeignSpans(keep);
  for (const element of elements()) {
    await spans.add(() =>
      zipkinSpans(element, isV1).map((span) => otlpOfZipkin(debug ? { ...span, debug } : span, halves)),
    );
  }
  return spans.finish();
}

/** Answers the spans again each time, so that those of binary encodings need not all be in memory. */
function elementsOf(body: Uint8Array, encoding: ZipkinEncoding): () => Iterable<unknown> {
  if (encoding === 'v2 protobuf') return () => zipkinProtoSpans(body);
  if (encoding === 'v1 thrift') return () => zipkinThriftSpans(body);
  const list = exactJson(Buffer.from(body.buffer, body.byteOffset, body.length).toString());
  if (!Array.isArray(list)) throw new MalformedError('the body is not a list of spans');
  return () => list;
}

function* readable(elements: Iterable<unknown>, isV1: boolean): Generator<ZipkinSpan> {
  for (const element of elements) {
    try {
      yield* zipkinSpans(element, isV1);
    } catch (error) {
      // It is refused when it is converted.
      if (!(error instanceof MalformedError)) throw error;
    }
  }
}

function zipkinSpans(value: unknown, isV1: boolean): readonly ZipkinSpan[] {
  const fields = fieldsOf(value);
  if (fields === undefined) throw new MalformedError('a span is not an object');
  return isV1 || isZipkinV1(fields) ? zipkinV1Spans(fields) : [zipkinSpan(fields)];
}
