import { MalformedError } from '../otlp/wireReader.ts';
import type { JsonMessage } from '../otlp/wireToJson.ts';
import type { AttributeMap } from './anyValue.ts';
import { type ConvertedSpan, ForeignSpans, type RequestKeeper, type Transcoded } from './foreignSpans.ts';
import { jaegerProtoSpans } from './jaegerProto.ts';
import { halfOf } from './jaegerShared.ts';
import { jaegerThriftSpans } from './jaegerThrift.ts';
import { jaegerResource, jaegerSpan } from './jaegerToOtlp.ts';
import type { RecentHalves } from './recentHalves.ts';
import type { HalfSpan, Halves } from './sharedSpans.ts';

const decoders = { thrift: jaegerThriftSpans, protobuf: jaegerProtoSpans } as const;

/**
 * Hands on a batch of Jaeger's spans as OTLP. Throws `MalformedError`, before anything is handed on, where the body is
 * no batch, and what `keep` throws.
 */
export async function transcodeJaeger(
  body: Uint8Array,
  encoding: keyof typeof decoders,
  recent: RecentHalves,
  keep: RequestKeeper,
): Promise<Transcoded> {
  const decode = decoders[encoding];
  const halves = recent.request(readable(decode(body)));
  const spans = new ForeignSpans(keep);
  const resources = new WeakMap<object, AttributeMap>();
  for (const found of decode(body)) await spans.add(() => [converted(found, halves, resources)]);
  return spans.finish();
}

function* readable(spans: Iterable<object>): Generator<HalfSpan> {
  for (const found of spans) {
    try {
      yield halfOf(jaegerSpan(found, undefined).span);
    } catch (error) {
      // It is refused when it is converted.
      if (!(error instanceof MalformedError)) throw error;
    }
  }
}

function converted(found: object, halves: Halves, resources: WeakMap<object, AttributeMap>): ConvertedSpan {
  const { span, attributes, process } = jaegerSpan(found, undefined);
  const { id, parentId } = halves.idsOf(halfOf(span));
  return { span: withIds(span, id, parentId), attributes, resource: resourceOf(process, resources) };
}

function withIds(span: JsonMessage, spanId: string, parentSpanId: string): JsonMessage {
  return { ...span, spanId, ...(parentSpanId === '' ? {} : { parentSpanId }) };
}

/** Spans of one process share one object. */
function resourceOf(process: unknown, resources: WeakMap<object, AttributeMap>): AttributeMap {
  if (typeof process !== 'object' || process === null) return new Map();
  const resource = resources.get(process) ?? jaegerResource(process);
  resources.set(process, resource);
  return resource;
}
