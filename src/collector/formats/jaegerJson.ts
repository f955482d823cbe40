import { spanSchema } from '../otlp/tracesSchema.ts';
import { MalformedError } from '../otlp/wireReader.ts';
import type { JsonMessage } from '../otlp/wireToJson.ts';
import type { AttributeMap } from './anyValue.ts';
import { halfOf, jaegerShared } from './jaegerShared.ts';
import { jaegerResource, jaegerSpan } from './jaegerToOtlp.ts';
import { JsonBreak, type JsonBytes, type Member, type Members } from './jsonBytes.ts';
import { SpanHeads } from './otlpSpan.ts';
import type { SharedSpans } from './sharedSpans.ts';
import type { SpanSink } from './spanSink.ts';
import { tolerantWire } from './tolerantWire.ts';

/** What the spans of a trace are read with. */
interface TraceContext {
  readonly heads: SpanHeads;
  /** Resources by the process's id. */
  readonly processes: ReadonlyMap<string, AttributeMap>;
  /** The trace's id, for spans that do not say theirs. */
  readonly traceId: unknown;
  /** Present where ids come twice. */
  readonly shared: SharedSpans | undefined;
}

/**
 * Keeps the spans of one trace in Jaeger's JSON: `{traceID, spans, processes}`, as its query API answers and its
 * user interface downloads. Takes its members. Throws `JsonBreak`.
 */
export async function readJaegerTrace(
  json: JsonBytes,
  { list, broken }: Members,
  path: string,
  sink: SpanSink,
): Promise<void> {
  const context = traceContext(json, list, path, sink);
  for (const { key, at: spans } of list) {
    if (key !== 'spans' || !json.isArray(spans)) continue;
    let i = 0;
    const spansPath = path === '' ? 'spans' : `${path}.spans`;
    const shared = await jaegerShared(json, spans, context.traceId, sink);
    for (const span of json.elements(spans))
      await readSpan(json, span, `${spansPath}[${i++}]`, { ...context, shared }, sink);
  }
  if (broken !== undefined) throw broken;
}

/** Keeps one span that stands alone; its process is in it, if anywhere. */
export async function readJaegerSpan(
  json: JsonBytes,
  at: number,
  path: string,
  sink: SpanSink,
): Promise<void> {
  const context = { heads: new SpanHeads(), processes: new Map(), traceId: undefined, shared: undefined };
  await readSpan(json, at, path === '' ? 'the span' : path, context, sink);
}

async function readSpan(
  json: JsonBytes,
  at: number,
  path: string,
  { heads, processes, traceId, shared }: TraceContext,
  sink: SpanSink,
): Promise<void> {
  try {
    const value = json.value(at);
    const { span, attributes, process } = jaegerSpan(value, traceId);
    const resource =
      (typeof process === 'string' ? processes.get(process) : undefined) ?? jaegerResource(process);
    const head = heads.of(resource, attributes);
    if (shared !== undefined) setIds(span, shared);
    span['attributes'] = [...attributes].map(([key, value]) => ({ key, value }));
    await sink.add(
      head,
      tolerantWire(spanSchema, span, path, (text) => sink.problem(text)),
    );
  } catch (error) {
    if (!(error instanceof MalformedError)) throw error;
    sink.refuse(path, error.message);
  }
}

function setIds(span: JsonMessage, shared: SharedSpans): void {
  const { id, parentId } = shared.idsOf(halfOf(span));
  span['spanId'] = id;
  if (parentId !== '') span['parentSpanId'] = parentId;
}

/** The processes mostly stand behind the spans: of a file that breaks off they are missing, which is said. */
function traceContext(
  json: JsonBytes,
  list: readonly Member[],
  path: string,
  sink: SpanSink,
): Omit<TraceContext, 'shared'> {
  const processes = new Map<string, AttributeMap>();
  const found = memberValue(json, list, 'processes', path, sink);
  if (typeof found === 'object' && found !== null) {
    for (const [id, process] of Object.entries(found)) processes.set(id, jaegerResource(process));
  } else
    sink.problem(
      `${path === '' ? 'processes' : `${path}.processes`}: missing, so the services are not known`,
    );
  return { heads: new SpanHeads(), processes, traceId: memberValue(json, list, 'traceID', path, sink) };
}

function memberValue(
  json: JsonBytes,
  list: readonly Member[],
  name: string,
  path: string,
  sink: SpanSink,
): unknown {
  const member = list.find(({ key }) => key === name);
  if (member === undefined) return undefined;
  try {
    return json.value(member.at);
  } catch (error) {
    if (error instanceof MalformedError) sink.problem(`${path}.${name}: ${error.message}`);
    else if (!(error instanceof JsonBreak)) throw error;
    return undefined;
  }
}
