import { MalformedError } from '../otlp/wireReader.ts';
import type { JsonMessage } from '../otlp/wireToJson.ts';
import { jaegerSpan } from './jaegerToOtlp.ts';
import { JsonBreak, type JsonBytes } from './jsonBytes.ts';
import { kindName } from './otlpSpan.ts';
import { type HalfSpan, SharedSpans } from './sharedSpans.ts';
import type { SpanSink } from './spanSink.ts';

/**
 * What is needed to take apart spans that caller and callee reported under one id, as Zipkin's instrumentation does;
 * Jaeger's stores hold them so, and only its query API takes them apart. `undefined` where no id comes twice, which
 * is looked for without parsing. Breaks of the document are left to who reads it.
 */
export async function jaegerShared(
  json: JsonBytes,
  spans: number,
  traceId: unknown,
  sink: SpanSink,
): Promise<SharedSpans | undefined> {
  const shared = new SharedSpans();
  const again = await spansWithOneId(json, spans, sink);
  for (const at of again) see(shared, json, at, traceId);
  return again.length === 0 ? undefined : shared;
}

/** What of a span in OTLP JSON tells which half it is. */
export function halfOf(span: JsonMessage): HalfSpan {
  return {
    traceId: String(span['traceId']),
    id: String(span['spanId']),
    parentId: String(span['parentSpanId'] ?? ''),
    kind: (kindName(span['kind']) ?? '').toUpperCase(),
    shared: false,
    timestamp: undefined,
    annotations: [],
  };
}

async function spansWithOneId(json: JsonBytes, spans: number, sink: SpanSink): Promise<number[]> {
  /** Where the first span with an id stands, −1 where it was told already. */
  const firstOf = new Map<string, number>();
  const again: number[] = [];
  try {
    for (const at of json.elements(spans)) {
      const id = await idText(json, at);
      const first = firstOf.get(id);
      if (first === undefined) firstOf.set(id, at);
      else {
        if (first >= 0) again.push(first);
        firstOf.set(id, -1);
        again.push(at);
      }
      await sink.rest();
    }
  } catch (error) {
    if (!(error instanceof JsonBreak)) throw error;
  }
  return again;
}

async function idText(json: JsonBytes, at: number): Promise<string> {
  if (!json.isObject(at)) return '';
  const { list } = await json.members(at);
  const id = list.find(({ key }) => key === 'spanID');
  return id === undefined ? '' : Buffer.from(json.slice(id.at)).toString();
}

function see(shared: SharedSpans, json: JsonBytes, at: number, traceId: unknown): void {
  try {
    shared.see(halfOf(jaegerSpan(json.value(at), traceId).span));
  } catch (error) {
    // It is told when the span is read.
    if (!(error instanceof MalformedError || error instanceof JsonBreak)) throw error;
  }
}
