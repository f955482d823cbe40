import { MalformedError } from '../otlp/wireReader.ts';
import { type Signal, signal } from '../store/blockFile.ts';
import { readJaegerSpan, readJaegerTrace } from './jaegerJson.ts';
import { JsonBreak, type JsonBytes, type Member, type Members } from './jsonBytes.ts';
import { readBareSpan, readResource, readResourceSpans, scopeListNames } from './otlpJson.ts';
import type { SpanSink } from './spanSink.ts';
import { readZipkin } from './zipkinJson.ts';

/** Names of an array of `ResourceSpans`: OTLP's, and Tempo's. */
const resourceLists: ReadonlySet<string> = new Set(['resourceSpans', 'resource_spans', 'batches']);
/** Objects around such an array: Jaeger's API v3 and Tempo's v2. */
const wrappers: ReadonlySet<string> = new Set(['result', 'trace', 'data']);
const rawSignals: ReadonlyMap<string, Signal> = new Map([
  ['resourceLogs', signal.logs],
  ['resourceMetrics', signal.metrics],
]);
/** Each level is looked through once more: only a few are. */
const deepestWrapper = 4;

/**
 * Keeps the spans of one JSON document, told by its names: OTLP, Jaeger or Zipkin, in objects and arrays as
 * files have them. Sets `sink.recognised` where there is something of the kind. Throws `JsonBreak`.
 */
export async function readDocument(json: JsonBytes, at: number, sink: SpanSink): Promise<void> {
  await readAny(json, at, '', sink, 0);
}

async function readAny(
  json: JsonBytes,
  at: number,
  path: string,
  sink: SpanSink,
  depth: number,
): Promise<void> {
  if (json.isObject(at)) await readObject(json, at, path, sink, depth);
  else await readArray(json, at, path, sink, depth);
}

async function readArray(
  json: JsonBytes,
  at: number,
  path: string,
  sink: SpanSink,
  depth: number,
): Promise<void> {
  if (isZipkin(json, at)) {
    sink.recognised = true;
    await readZipkin(json, at, path, sink);
    return;
  }
  if (json.isEmptyArray(at)) sink.recognised = true;
  let i = 0;
  for (const element of json.elements(at)) {
    const elementPath = `${path}[${i++}]`;
    if (json.isObject(element)) await readObject(json, element, elementPath, sink, depth + 1);
    else if (sink.recognised) sink.problem(`${elementPath}: not an object`);
  }
}

/** Told by the first span that tells; lists of nothing are Zipkin's answer where there is nothing. */
function isZipkin(json: JsonBytes, at: number): boolean {
  let hasEmptyList = false;
  try {
    for (const element of json.elements(at)) {
      hasEmptyList ||= json.isEmptyArray(element);
      const verdict = json.isArray(element) ? listVerdict(json, element) : spanVerdict(json, element);
      if (verdict !== undefined) return verdict;
    }
  } catch (error) {
    if (!(error instanceof JsonBreak)) throw error;
  }
  return hasEmptyList;
}

function listVerdict(json: JsonBytes, at: number): boolean | undefined {
  for (const span of json.elements(at)) {
    const verdict = spanVerdict(json, span);
    if (verdict !== undefined) return verdict;
  }
  return undefined;
}

/** A span that lacks what a span has, or is none, tells nothing. */
function spanVerdict(json: JsonBytes, at: number): boolean | undefined {
  return json.isObject(at) ? zipkinVerdict(json.names(at)) : undefined;
}

/** Names of what is no span of Zipkin's. */
const foreignNames: ReadonlySet<string> = new Set([
  ...resourceLists,
  ...wrappers,
  ...scopeListNames,
  'resource',
  'spanId',
  'traceID',
  'spanID',
  'spans',
  'processes',
]);
const zipkinNames: ReadonlySet<string> = new Set(['id', 'parentId', 'localEndpoint', 'binaryAnnotations']);

/** Stops at the first name that decides, before what is behind it. */
function zipkinVerdict(names: Iterable<string>): boolean | undefined {
  let hasTraceId = false;
  let hasOther = false;
  for (const name of names) {
    if (foreignNames.has(name)) return false;
    hasTraceId ||= name === 'traceId';
    hasOther ||= zipkinNames.has(name);
    if (hasTraceId && hasOther) return true;
  }
  return undefined;
}

async function readObject(
  json: JsonBytes,
  at: number,
  path: string,
  sink: SpanSink,
  depth: number,
): Promise<void> {
  const members = await json.members(at);
  const { list, broken } = members;
  const whole = await readWhole(json, at, members, path, sink);
  if (!whole) {
    for (const member of list) await readMember(json, member, path, sink, depth);
  }
  if (broken !== undefined) throw broken;
}

/** An object that is a trace, a span or a `ResourceSpans` by itself. */
async function readWhole(
  json: JsonBytes,
  at: number,
  members: Members,
  path: string,
  sink: SpanSink,
): Promise<boolean> {
  const names = new Set(members.list.map(({ key }) => key));
  const read = wholeReader(names);
  if (read === undefined) return false;
  sink.recognised = true;
  await read(json, at, path, sink, members);
  return true;
}

type WholeReader = (
  json: JsonBytes,
  at: number,
  path: string,
  sink: SpanSink,
  members: Members,
) => Promise<void>;

function wholeReader(names: ReadonlySet<string>): WholeReader | undefined {
  if (names.has('spans') && (names.has('processes') || names.has('traceID'))) {
    return (json, _, path, sink, members) => readJaegerTrace(json, members, path, sink);
  }
  if (names.has('traceID') && names.has('spanID')) return readJaegerSpan;
  if ([...names].some((name) => scopeListNames.has(name))) return readResource;
  if (names.has('traceId') && names.has('spanId')) return readBareSpan;
  return zipkinVerdict(names) === true ? readZipkin : undefined;
}

async function readMember(
  json: JsonBytes,
  { key, at }: Member,
  path: string,
  sink: SpanSink,
  depth: number,
): Promise<void> {
  const memberPath = path === '' ? key : `${path}.${key}`;
  const raw = rawSignals.get(key);
  if (resourceLists.has(key) && json.isArray(at)) {
    sink.recognised = true;
    await readResourceSpans(json, at, memberPath, sink);
  } else if (raw !== undefined && json.isArray(at)) {
    sink.recognised = true;
    await keepRaw(json, { key, at }, raw, memberPath, sink);
  } else if (depth >= deepestWrapper) return;
  else if ((key === 'spans' || key === 'data') && json.isArray(at)) {
    await readArray(json, at, memberPath, sink, depth + 1);
  } else if (wrappers.has(key) && json.isObject(at)) {
    await readObject(json, at, memberPath, sink, depth + 1);
  }
}

async function keepRaw(
  json: JsonBytes,
  { key, at }: Member,
  kind: Signal,
  path: string,
  sink: SpanSink,
): Promise<void> {
  try {
    json.value(at);
  } catch (error) {
    if (!(error instanceof MalformedError)) throw error;
    sink.problem(`${path}: ${error.message}`);
    return;
  }
  const parts = [Buffer.from(`{"${key}":`), json.slice(at), Buffer.from('}')];
  await sink.offerRaw(kind, Buffer.concat(parts));
}
