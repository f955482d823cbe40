import { MalformedError } from '../otlp/wireReader.ts';
import type { JsonMessage } from '../otlp/wireToJson.ts';
import {
  type AttributeMap,
  anyValueOf,
  doubleValue,
  intValue,
  keyValues,
  stringValue,
  takeCount,
  takeText,
} from './anyValue.ts';
import { nanosOfMicros } from './microseconds.ts';
import { kindNumber, statusCode, withoutEmpty } from './otlpSpan.ts';
import { idFault, tolerantSpanId, tolerantTraceId } from './tolerantIds.ts';

/** Attribute in which Jaeger itself keeps the warnings of a span in OTLP. */
export const warningsKey = '@jaeger@warnings';
/** Attribute of a link that says that it was a second parent (semantic conventions, OpenTracing compatibility). */
export const refTypeKey = 'opentracing.ref_type';

/** A span of Jaeger in OTLP JSON, its attributes apart. */
export interface JaegerSpan {
  readonly span: JsonMessage;
  readonly attributes: AttributeMap;
  /** Id of its process, or the process. */
  readonly process: unknown;
}

type Fields = ReadonlyMap<string, unknown>;

/**
 * The reverse of OpenTelemetry's "OpenTelemetry to Jaeger Transformation". `traceId` is that of the trace
 * around. Throws `MalformedError` where an id or a time is none.
 */
export function jaegerSpan(value: unknown, traceId: unknown): JaegerSpan {
  const fields = fieldsOf(value);
  if (fields === undefined) throw new MalformedError('not an object');
  const ids = idsOf(fields, traceId);
  const start = neededTime('startTime', fields.get('startTime'));
  const duration = fields.has('duration') ? neededTime('duration', fields.get('duration')) : 0n;
  const attributes = jaegerAttributes(fields.get('tags'));
  const { events, linkAttributes } = eventsOf(fields.get('logs'));
  const { parent, links } = referencesOf(fields, ids, linkAttributes);
  addWarnings(attributes, fields.get('warnings'));
  const end = start + duration;
  const span = withoutEmpty({
    traceId: ids.trace,
    spanId: ids.span,
    parentSpanId: parent,
    traceState: takeText(attributes, 'w3c.tracestate') ?? '',
    name: typeof fields.get('operationName') === 'string' ? (fields.get('operationName') as string) : '',
    kind: kindOf(attributes),
    startTimeUnixNano: String(start),
    endTimeUnixNano: String(end < 0n ? 0n : end),
    droppedAttributesCount: takeCount(attributes, 'otel.dropped_attributes_count'),
    droppedEventsCount: takeCount(attributes, 'otel.dropped_events_count'),
    droppedLinksCount: takeCount(attributes, 'otel.dropped_links_count'),
    events,
    links,
    status: statusOf(attributes),
    flags: flagsOf(fields.get('flags')),
  });
  return { span, attributes, process: fields.get('process') ?? fields.get('processID') };
}

/** Attributes of an array of tags `{key, type, value}`; without a type, as JSON tells. */
export function jaegerAttributes(tags: unknown): AttributeMap {
  const attributes: AttributeMap = new Map();
  for (const tag of listOf(tags)) {
    const fields = fieldsOf(tag);
    const key = fields?.get('key');
    if (typeof key === 'string') attributes.set(key, tagValue(fields?.get('type'), tagContent(fields)));
  }
  return attributes;
}

/** The resource of a process: its service and its tags. */
export function jaegerResource(process: unknown): AttributeMap {
  if (typeof process !== 'object' || process === null) return new Map();
  const { serviceName, tags } = process as { readonly serviceName?: unknown; readonly tags?: unknown };
  const resource: AttributeMap = new Map();
  if (typeof serviceName === 'string' && serviceName !== '') {
    resource.set('service.name', stringValue(serviceName));
  }
  for (const [key, value] of jaegerAttributes(tags)) if (!resource.has(key)) resource.set(key, value);
  return resource;
}

/** `value`, or what Jaeger's protobuf in JSON calls it by its type. */
function tagContent(fields: Fields | undefined): unknown {
  const names = ['value', 'vStr', 'vBool', 'vInt64', 'vFloat64', 'vBinary'];
  const name = names.find((name) => fields?.has(name));
  return name === undefined ? undefined : fields?.get(name);
}

function tagValue(type: unknown, value: unknown): JsonMessage {
  switch (String(type).toLowerCase()) {
    case 'bool':
      if (typeof value === 'boolean' || value === 'true' || value === 'false') {
        return { boolValue: value === true || value === 'true' };
      }
      break;
    case 'int64':
      if (/^-?\d{1,19}$/.test(String(value))) return intValue(String(value));
      break;
    case 'float64':
      if (typeof value === 'number') return doubleValue(value);
      if (typeof value === 'string' && (value === 'NaN' || !Number.isNaN(Number(value)))) {
        return doubleValue(Number(value));
      }
      break;
    case 'binary':
      if (typeof value === 'string') return { bytesValue: value };
      break;
    case 'string':
      if (typeof value === 'number' || typeof value === 'boolean') return stringValue(String(value));
  }
  return anyValueOf(value);
}

interface Ids {
  readonly trace: string;
  readonly span: string;
}

function idsOf(fields: Fields, traceId: unknown): Ids {
  const traceText = fields.get('traceID') ?? traceId;
  const trace = tolerantTraceId(traceText);
  if (trace === undefined) throw new MalformedError(idFault('traceID', traceText));
  const span = tolerantSpanId(fields.get('spanID'));
  if (span === undefined) throw new MalformedError(idFault('spanID', fields.get('spanID')));
  return { trace, span };
}

function neededTime(name: string, value: unknown): bigint {
  const nanos = nanosOfMicros(value);
  if (nanos === undefined)
    throw new MalformedError(value === undefined ? `no ${name}` : `${name} is no number`);
  if (name === 'startTime' && nanos < 0n) throw new MalformedError('startTime is negative');
  return nanos;
}

function kindOf(attributes: AttributeMap): number {
  const name = attributes.get('span.kind')?.['stringValue'];
  const kind = typeof name === 'string' ? kindNumber(name) : 0;
  if (kind !== 0) attributes.delete('span.kind');
  return kind;
}

/** The error tag is the last word on whether a span failed, since Jaeger shows failures by it. */
function statusOf(attributes: AttributeMap): JsonMessage {
  const error = attributes.get('error');
  const failed = error?.['boolValue'] === true || error?.['stringValue'] === 'true';
  const told = takeText(attributes, 'otel.status_code')?.toUpperCase().replace('STATUS_CODE_', '');
  const message = takeText(attributes, 'otel.status_description') ?? '';
  if (failed) attributes.delete('error');
  if (failed || told === 'ERROR') return withoutEmpty({ message, code: statusCode.error });
  return withoutEmpty({ message, code: told === 'OK' ? statusCode.ok : statusCode.unset });
}

function flagsOf(value: unknown): number {
  return typeof value === 'number' && Number.isInteger(value) && value >= 0 ? value & 0xff : 0;
}

interface Reference extends Ids {
  readonly isChildOf: boolean;
}

/**
 * The parent is the first CHILD_OF of the same trace, where there is none the first FOLLOWS_FROM, as in Jaeger's
 * own trees; each other reference is a link.
 */
function referencesOf(
  fields: Fields,
  ids: Ids,
  linkAttributes: ReadonlyMap<string, AttributeMap>,
): { readonly parent: string; readonly links: JsonMessage[] } {
  const references = listOf(fields.get('references')).flatMap((reference) => referenceOf(reference, ids));
  const own = references.filter(({ trace }) => trace === ids.trace);
  const parent = own.find(({ isChildOf }) => isChildOf) ?? own[0];
  const links = references
    .filter((reference) => reference !== parent)
    .map(({ trace, span, isChildOf }) => {
      const attributes: AttributeMap = new Map(linkAttributes.get(`${trace}${span}`));
      if (isChildOf) attributes.set(refTypeKey, stringValue('child_of'));
      return withoutEmpty({ traceId: trace, spanId: span, attributes: keyValues(attributes) });
    });
  const legacy = tolerantSpanId(fields.get('parentSpanID') ?? fields.get('parentSpanId'));
  return { parent: parent?.span ?? legacy ?? '', links };
}

/** Some dumps nest the whole span where its id should be. */
function referenceOf(value: unknown, ids: Ids): Reference[] {
  const fields = fieldsOf(value);
  const nested = fieldsOf(fields?.get('span'));
  const span = tolerantSpanId(fields?.get('spanID') ?? nested?.get('spanID'));
  if (fields === undefined || span === undefined) return [];
  const trace = tolerantTraceId(fields.get('traceID') ?? nested?.get('traceID')) ?? ids.trace;
  const type = String(fields.get('refType') ?? 'CHILD_OF').toUpperCase();
  return [{ trace, span, isChildOf: type !== 'FOLLOWS_FROM' }];
}

/** Logs are events; those of the event `link` carry the attributes of links. */
function eventsOf(logs: unknown): {
  readonly events: JsonMessage[];
  readonly linkAttributes: ReadonlyMap<string, AttributeMap>;
} {
  const events: JsonMessage[] = [];
  const linkAttributes = new Map<string, AttributeMap>();
  for (const log of listOf(logs)) {
    const fields = fieldsOf(log);
    if (fields === undefined) continue;
    const attributes = jaegerAttributes(fields.get('fields'));
    const name = takeText(attributes, 'event') ?? '';
    const link = name === 'link' ? takeLink(attributes) : undefined;
    if (link === undefined) events.push(eventOf(name, fields.get('timestamp'), attributes));
    else linkAttributes.set(link, attributes);
  }
  return { events, linkAttributes };
}

function takeLink(attributes: AttributeMap): string | undefined {
  const trace = tolerantTraceId(attributes.get('trace_id')?.['stringValue']);
  const span = tolerantSpanId(attributes.get('span_id')?.['stringValue']);
  if (trace === undefined || span === undefined) return undefined;
  attributes.delete('trace_id');
  attributes.delete('span_id');
  return `${trace}${span}`;
}

function eventOf(name: string, timestamp: unknown, attributes: AttributeMap): JsonMessage {
  const time = nanosOfMicros(timestamp) ?? 0n;
  const dropped =
    takeCount(attributes, 'otel.event.dropped_attributes_count') ||
    takeCount(attributes, 'otel.dropped_attributes_count');
  return withoutEmpty({
    timeUnixNano: String(time < 0n ? 0n : time),
    name,
    attributes: keyValues(attributes),
    droppedAttributesCount: dropped,
  });
}

function addWarnings(attributes: AttributeMap, warnings: unknown): void {
  const texts = listOf(warnings).filter((warning) => typeof warning === 'string');
  if (texts.length > 0) attributes.set(warningsKey, anyValueOf(texts));
}

function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

/** The members of an object, without those that are `null`. */
function fieldsOf(value: unknown): Fields | undefined {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return undefined;
  return new Map(Object.entries(value).filter(([, member]) => member !== null));
}
