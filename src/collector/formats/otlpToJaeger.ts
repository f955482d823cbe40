import type { JsonMessage } from '../otlp/wireToJson.ts';
import {
  type AttributeMap,
  attributesOf,
  isMessage,
  messagesOf,
  plainText,
  plainValue,
  stringValue,
  textAttribute,
  textOf,
} from './anyValue.ts';
import type { ExportedSpan } from './exportedSpan.ts';
import { refTypeKey, warningsKey } from './jaegerToOtlp.ts';
import { jsonMicros, microsOf } from './microseconds.ts';
import { addScope, addSpanCounts, kindName, statusCode } from './otlpSpan.ts';

interface JaegerTag {
  readonly key: string;
  readonly type: 'string' | 'bool' | 'int64' | 'float64' | 'binary';
  readonly value: unknown;
}

/**
 * A span in Jaeger's JSON, after OpenTelemetry's "OpenTelemetry to Jaeger Transformation". Kind `internal` is a
 * tag all the same, as the Collector has it, so that it can be told from none; links with attributes are logs
 * as well, as the specification allows.
 */
export function jaegerSpanOf({ span, group }: ExportedSpan, processID: string): object {
  const start = microsOf(span['startTimeUnixNano']);
  const links = messagesOf(span['links']);
  const attributes = attributesOf(span);
  const warnings = attributes.get(warningsKey);
  attributes.delete(warningsKey);
  addScope(attributes, group.scope);
  addSpanCounts(attributes, span);
  addKindAndStatus(attributes, span);
  return {
    traceID: textOf(span['traceId']),
    spanID: textOf(span['spanId']),
    operationName: textOf(span['name']),
    references: [...parentReference(span), ...links.map(linkReference)],
    startTime: jsonMicros(start),
    duration: durationMicros(span),
    flags: typeof span['flags'] === 'number' ? span['flags'] & 0xff : 0,
    tags: tagsOf(attributes),
    logs: [...messagesOf(span['events']).map(eventLog), ...links.flatMap((link) => linkLog(link, start))],
    processID,
    warnings: warnings === undefined ? null : plainValue(warnings, 0),
  };
}

/** The process of a `ResourceSpans`. */
export function jaegerProcess(resourceSpans: JsonMessage): object {
  const resource = resourceSpans['resource'];
  const attributes = attributesOf(isMessage(resource) ? resource : undefined);
  const serviceName = textAttribute(attributes, 'service.name');
  if (serviceName !== '') attributes.delete('service.name');
  return { serviceName, tags: tagsOf(attributes) };
}

/** Below zero where the end is before the start. */
function durationMicros(span: JsonMessage): number {
  const start = BigInt(textOf(span['startTimeUnixNano']) || 0);
  const end = BigInt(textOf(span['endTimeUnixNano']) || 0);
  return jsonMicros((end - start) / 1000n);
}

function parentReference(span: JsonMessage): object[] {
  const spanID = textOf(span['parentSpanId']);
  if (spanID === '' || /^0+$/.test(spanID)) return [];
  return [{ refType: 'CHILD_OF', traceID: textOf(span['traceId']), spanID }];
}

function linkReference(link: JsonMessage): object {
  const isParent = textAttribute(attributesOf(link), refTypeKey) === 'child_of';
  return {
    refType: isParent ? 'CHILD_OF' : 'FOLLOWS_FROM',
    traceID: textOf(link['traceId']),
    spanID: textOf(link['spanId']),
  };
}

/** A reference has no attributes: a log beside it has them. */
function linkLog(link: JsonMessage, start: bigint): object[] {
  const attributes = attributesOf(link);
  attributes.delete(refTypeKey);
  if (attributes.size === 0) return [];
  const fields: AttributeMap = new Map([
    ['event', stringValue('link')],
    ['trace_id', stringValue(textOf(link['traceId']))],
    ['span_id', stringValue(textOf(link['spanId']))],
    ...attributes,
  ]);
  return [{ timestamp: jsonMicros(start), fields: tagsOf(fields) }];
}

/** An attribute `event` of an event takes precedence over its name. */
function eventLog(event: JsonMessage): object {
  const fields: AttributeMap = new Map();
  const name = textOf(event['name']);
  if (name !== '') fields.set('event', stringValue(name));
  for (const [key, value] of attributesOf(event)) fields.set(key, value);
  const dropped = event['droppedAttributesCount'];
  if (typeof dropped === 'number' && dropped > 0) {
    fields.set('otel.event.dropped_attributes_count', { intValue: String(dropped) });
  }
  return { timestamp: jsonMicros(microsOf(event['timeUnixNano'])), fields: tagsOf(fields) };
}

function addKindAndStatus(attributes: AttributeMap, span: JsonMessage): void {
  const kind = kindName(span['kind']);
  if (kind !== undefined) attributes.set('span.kind', stringValue(kind));
  const status = isMessage(span['status']) ? span['status'] : {};
  const message = textOf(status['message']);
  if (message !== '') attributes.set('otel.status_description', stringValue(message));
  if (status['code'] === statusCode.ok) attributes.set('otel.status_code', stringValue('OK'));
  if (status['code'] !== statusCode.error) return;
  attributes.set('otel.status_code', stringValue('ERROR'));
  attributes.set('error', { boolValue: true });
}

function tagsOf(attributes: AttributeMap): JaegerTag[] {
  return [...attributes].map(([key, value]) => ({ key, ...typed(value) }));
}

/** What a tag has no type for is JSON in a text. */
function typed(value: JsonMessage): Omit<JaegerTag, 'key'> {
  if (value['boolValue'] !== undefined) return { type: 'bool', value: value['boolValue'] };
  if (value['intValue'] !== undefined) return { type: 'int64', value: plainValue(value, 0) };
  if (value['doubleValue'] !== undefined) return { type: 'float64', value: value['doubleValue'] };
  if (value['bytesValue'] !== undefined) return { type: 'binary', value: value['bytesValue'] };
  return { type: 'string', value: plainText(value) };
}
