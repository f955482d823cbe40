import { MessageSchema } from '../otlp/messageSchema.ts';
import { resourceSpansSchema, scopeSpansSchema, spanSchema } from '../otlp/tracesSchema.ts';
import { MalformedError } from '../otlp/wireReader.ts';
import { isMessage } from './anyValue.ts';
import type { JsonBytes, Member } from './jsonBytes.ts';
import type { SpanHead } from './spanGroups.ts';
import type { SpanSink } from './spanSink.ts';
import { idFault, tolerantSpanId, tolerantTraceId } from './tolerantIds.ts';
import { tolerantWire } from './tolerantWire.ts';

/** Names of a `ResourceSpans`' scopes: today's, and the two before. */
export const scopeListNames: ReadonlySet<string> = new Set([
  'scopeSpans',
  'scope_spans',
  'instrumentationLibrarySpans',
  'instrumentation_library_spans',
]);

const resourceHead = without(resourceSpansSchema, 'scopeSpans');
const scopeHead = without(scopeSpansSchema, 'spans');
const noBytes = new Uint8Array();

/** Keeps the spans of an array of `ResourceSpans` in OTLP JSON. Throws `JsonBreak`. */
export async function readResourceSpans(
  json: JsonBytes,
  at: number,
  path: string,
  sink: SpanSink,
): Promise<void> {
  let i = 0;
  for (const element of json.elements(at)) {
    const elementPath = `${path}[${i++}]`;
    if (json.isObject(element)) await readResource(json, element, elementPath, sink);
    else sink.problem(`${elementPath}: not an object`);
  }
}

/** Keeps the spans of one `ResourceSpans`. Throws `JsonBreak`. */
export async function readResource(json: JsonBytes, at: number, path: string, sink: SpanSink): Promise<void> {
  const { list, broken } = await json.members(at);
  const resource = headBytes(json, list, resourceHead, path, sink);
  for (const { key, at: scopes } of list) {
    if (!scopeListNames.has(key) || !json.isArray(scopes)) continue;
    let i = 0;
    for (const scope of json.elements(scopes)) {
      const scopePath = path === '' ? `${key}[${i++}]` : `${path}.${key}[${i++}]`;
      if (json.isObject(scope)) await readScope(json, scope, scopePath, resource, sink);
      else sink.problem(`${scopePath}: not an object`);
    }
  }
  if (broken !== undefined) throw broken;
}

async function readScope(
  json: JsonBytes,
  at: number,
  path: string,
  resource: Uint8Array,
  sink: SpanSink,
): Promise<void> {
  const { list, broken } = await json.members(at);
  const head: SpanHead = { resource, scope: headBytes(json, list, scopeHead, path, sink) };
  for (const { key, at: spans } of list) {
    if (key !== 'spans' || !json.isArray(spans)) continue;
    let i = 0;
    for (const span of json.elements(spans)) await readSpan(json, span, `${path}.spans[${i++}]`, head, sink);
  }
  if (broken !== undefined) throw broken;
}

/** Keeps one span that stands in an array alone, without resource and scope. */
export function readBareSpan(json: JsonBytes, at: number, path: string, sink: SpanSink): Promise<void> {
  return readSpan(json, at, path, bareHead, sink);
}

const bareHead: SpanHead = { resource: noBytes, scope: noBytes };

async function readSpan(
  json: JsonBytes,
  at: number,
  path: string,
  head: SpanHead,
  sink: SpanSink,
): Promise<void> {
  let span: object;
  try {
    span = tolerantSpan(json.value(at), (text) => sink.problem(`${path}: ${text}`));
  } catch (error) {
    if (!(error instanceof MalformedError)) throw error;
    sink.refuse(path, error.message);
    return;
  }
  await sink.add(
    head,
    tolerantWire(spanSchema, span, path, (text) => sink.problem(text)),
  );
}

/** The span with its ids, enums and times as OTLP JSON has them. Throws `MalformedError` where its own ids are none. */
function tolerantSpan(value: unknown, problem: (text: string) => void): object {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw new MalformedError('not an object');
  }
  const fields = new Map<string, unknown>();
  for (const [name, member] of Object.entries(value)) {
    const field = spanSchema.byName.get(name);
    if (field !== undefined && member !== null) fields.set(field.name, member);
  }
  fields.set('traceId', neededId('traceId', fields.get('traceId'), tolerantTraceId));
  fields.set('spanId', neededId('spanId', fields.get('spanId'), tolerantSpanId));
  setParentId(fields, problem);
  setStart(fields, problem);
  setEnum(fields, 'kind');
  const status = fields.get('status');
  if (isMessage(status)) fields.set('status', tolerantStatus(status));
  for (const name of ['attributes', 'events', 'links'] as const) {
    if (!fields.has(name) || Array.isArray(fields.get(name))) continue;
    fields.delete(name);
    problem(`${name} is not an array; that part was left out`);
  }
  const links = fields.get('links');
  if (Array.isArray(links)) fields.set('links', links.map(tolerantLink));
  return Object.fromEntries(fields);
}

function neededId(name: string, value: unknown, read: (value: unknown) => string | undefined): string {
  const id = read(value);
  if (id === undefined) throw new MalformedError(idFault(name, value));
  return id;
}

/** An id of zeros is none, and so is what is no id, which is told: the span has the rest. */
function setParentId(fields: Map<string, unknown>, problem: (text: string) => void): void {
  const value = fields.get('parentSpanId');
  const id = tolerantSpanId(value);
  if (id !== undefined) fields.set('parentSpanId', id);
  else if (fields.delete('parentSpanId') && !isZeros(value)) problem(idFault('parentSpanId', value));
}

function isZeros(value: unknown): boolean {
  return typeof value === 'string' && /^(?:0*|A+=*)$/.test(value);
}

/** What ended after this, January 1970, did not begin at the epoch. */
const surelyLater = 1e15;

/** A span that does not say when it began would make its trace half a century long. */
function setStart(fields: Map<string, unknown>, problem: (text: string) => void): void {
  const end = fields.get('endTimeUnixNano');
  if (timeOf(fields.get('startTimeUnixNano')) > 0 || timeOf(end) < surelyLater) return;
  fields.set('startTimeUnixNano', end);
  problem('no startTimeUnixNano; the end was taken for it');
}

/** Roughly; 0 for what is none. */
function timeOf(value: unknown): number {
  const isText = typeof value === 'string' && /^\d+$/.test(value);
  return isText || typeof value === 'number' ? Number(value) : 0;
}

function tolerantStatus(status: object): object {
  const fields = new Map(Object.entries(status));
  setEnum(fields, 'code');
  return Object.fromEntries(fields);
}

/** Some senders write the number as text. */
function setEnum(fields: Map<string, unknown>, name: string): void {
  const value = fields.get(name);
  if (typeof value === 'string' && /^\d$/.test(value)) fields.set(name, Number(value));
}

function tolerantLink(link: unknown): unknown {
  if (typeof link !== 'object' || link === null) return link;
  const fields = new Map(Object.entries(link));
  const traceId = tolerantTraceId(fields.get('traceId') ?? fields.get('trace_id'));
  const spanId = tolerantSpanId(fields.get('spanId') ?? fields.get('span_id'));
  fields.delete('trace_id');
  fields.delete('span_id');
  return Object.fromEntries(fields.set('traceId', traceId ?? '').set('spanId', spanId ?? ''));
}

/** All but the spans; `instrumentationLibrary` is what the scope was called. */
function headBytes(
  json: JsonBytes,
  members: readonly Member[],
  schema: MessageSchema,
  path: string,
  sink: SpanSink,
): Uint8Array {
  const fields: [string, unknown][] = [];
  for (const { key, at } of members) {
    const name = /^instrumentation_?library$/i.test(key) ? 'scope' : key;
    if (!schema.byName.has(name)) continue;
    try {
      fields.push([name, json.value(at)]);
    } catch (error) {
      // A break is told where the walk comes to it.
      if (error instanceof MalformedError) sink.problem(`${path}.${key}: ${error.message}`);
    }
  }
  return tolerantWire(schema, Object.fromEntries(fields), path, (text) => sink.problem(text));
}

function without(schema: MessageSchema, name: string): MessageSchema {
  return new MessageSchema([...schema.byNumber.values()].filter((field) => field.name !== name));
}
