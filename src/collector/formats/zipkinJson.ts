import { spanSchema } from '../otlp/tracesSchema.ts';
import { MalformedError } from '../otlp/wireReader.ts';
import { keyValues } from './anyValue.ts';
import { JsonBreak, type JsonBytes } from './jsonBytes.ts';
import { SpanHeads } from './otlpSpan.ts';
import { SharedSpans } from './sharedSpans.ts';
import type { SpanSink } from './spanSink.ts';
import { tolerantWire } from './tolerantWire.ts';
import { fieldsOf, type ZipkinSpan, zipkinSpan } from './zipkinSpan.ts';
import { otlpOfZipkin } from './zipkinToOtlp.ts';
import { isZipkinV1, zipkinV1Spans } from './zipkinV1.ts';

/**
 * Keeps the spans of Zipkin's JSON of either version: a list of spans, a list of such lists, or one span. Goes
 * through twice, because which spans are two halves of one is known only at the end. Throws `JsonBreak`.
 */
export async function readZipkin(json: JsonBytes, at: number, path: string, sink: SpanSink): Promise<void> {
  const shared = new SharedSpans();
  try {
    for (const place of spansOf(json, at, path)) {
      for (const span of readable(json, place.at)) shared.see(span);
      await sink.rest();
    }
  } catch (error) {
    // The second time it is told, after what comes before was kept.
    if (!(error instanceof JsonBreak)) throw error;
  }
  const heads = new SpanHeads();
  for (const { at: spanAt, path: spanPath } of spansOf(json, at, path)) {
    try {
      for (const span of zipkinSpans(json.value(spanAt))) await keep(span, spanPath, shared, heads, sink);
    } catch (error) {
      if (!(error instanceof MalformedError)) throw error;
      sink.refuse(spanPath, error.message);
    }
  }
}

interface SpanPlace {
  readonly at: number;
  readonly path: string;
}

function* spansOf(json: JsonBytes, at: number, path: string): Generator<SpanPlace> {
  if (!json.isArray(at)) {
    yield { at, path: path === '' ? 'the span' : path };
    return;
  }
  let i = 0;
  for (const element of json.elements(at)) {
    const elementPath = `${path}[${i++}]`;
    if (!json.isArray(element)) {
      yield { at: element, path: elementPath };
      continue;
    }
    let j = 0;
    for (const span of json.elements(element)) yield { at: span, path: `${elementPath}[${j++}]` };
  }
}

/** What cannot be read is told the second time. */
function readable(json: JsonBytes, at: number): readonly ZipkinSpan[] {
  try {
    return zipkinSpans(json.value(at));
  } catch (error) {
    if (error instanceof MalformedError) return [];
    throw error;
  }
}

function zipkinSpans(value: unknown): readonly ZipkinSpan[] {
  const fields = fieldsOf(value);
  if (fields === undefined) throw new MalformedError('not an object');
  return isZipkinV1(fields) ? zipkinV1Spans(fields) : [zipkinSpan(fields)];
}

async function keep(
  zipkin: ZipkinSpan,
  path: string,
  shared: SharedSpans,
  heads: SpanHeads,
  sink: SpanSink,
): Promise<void> {
  const { span, attributes, resource } = otlpOfZipkin(zipkin, shared);
  const head = heads.of(resource, attributes);
  const message = { ...span, attributes: keyValues(attributes) };
  await sink.add(
    head,
    tolerantWire(spanSchema, message, path, (text) => sink.problem(text)),
  );
}
