import { isIP, isIPv4 } from 'node:net';
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
import { jsonMicros, microsOf } from './microseconds.ts';
import { addScope, addSpanCounts, kindName, statusCode } from './otlpSpan.ts';
import { isResourceKey, remoteNames, startAbsentKey } from './remoteNames.ts';

/** An endpoint in Zipkin's JSON. */
export interface JsonEndpoint {
  readonly serviceName?: string;
  readonly ipv4?: string;
  readonly ipv6?: string;
  readonly port?: number;
}

/** A span in Zipkin's JSON of version 2; what is empty is missing. */
export interface JsonZipkinSpan {
  readonly traceId: string;
  readonly id: string;
  readonly parentId?: string;
  readonly name?: string;
  readonly kind?: string;
  /** Microseconds. */
  readonly timestamp?: number;
  readonly duration?: number;
  readonly localEndpoint?: JsonEndpoint;
  readonly remoteEndpoint?: JsonEndpoint;
  readonly annotations?: readonly { readonly timestamp: number; readonly value: string }[];
  readonly tags?: Readonly<Record<string, string>>;
}

/**
 * A span after OpenTelemetry's "OpenTelemetry to Zipkin Transformation". What that leaves open is done as in the
 * Collector: attributes of the resource are tags too, links are tags `otlp.link.0`, and kind `internal` is one.
 */
export function zipkinSpanOf({ span, group }: ExportedSpan): JsonZipkinSpan {
  const attributes = attributesOf(span);
  const resource = resourceAttributes(group.resource);
  const serviceName = textAttribute(resource, 'service.name');
  const isStartAbsent = attributes.get(startAbsentKey)?.['boolValue'] === true;
  const kind = kindName(span['kind']);
  const localEndpoint = {
    ...named(serviceName),
    ...addressed(attributes, 'network.local.address', 'network.local.port'),
  };
  const remoteEndpoint = remoteOf(attributes, kind);
  const annotations = messagesOf(span['events']).map(annotationOf);
  const tags = tagsOf(attributes, resource, { span, group }, kind);
  const parentId = textOf(span['parentSpanId']);
  const duration = durationMicros(span);
  return {
    traceId: textOf(span['traceId']),
    ...(parentId === '' || /^0+$/.test(parentId) ? {} : { parentId }),
    id: textOf(span['spanId']),
    ...(kind === undefined || kind === 'internal' ? {} : { kind: kind.toUpperCase() }),
    name: textOf(span['name']),
    ...(isStartAbsent ? {} : { timestamp: jsonMicros(microsOf(span['startTimeUnixNano'])) }),
    ...(duration > 0 ? { duration } : {}),
    ...present({ localEndpoint, remoteEndpoint }),
    ...(annotations.length > 0 ? { annotations } : {}),
    ...present({ tags }),
  };
}

function resourceAttributes(resourceSpans: JsonMessage): AttributeMap {
  const resource = resourceSpans['resource'];
  return attributesOf(isMessage(resource) ? resource : undefined);
}

/** Zipkin has no durations below zero. */
function durationMicros(span: JsonMessage): number {
  const start = BigInt(textOf(span['startTimeUnixNano']) || 0);
  const end = BigInt(textOf(span['endTimeUnixNano']) || 0);
  return end > start ? jsonMicros((end - start) / 1000n) : 0;
}

/** Without members that are empty objects. */
function present<T extends Readonly<Record<string, object>>>(members: T): Partial<T> {
  const entries = Object.entries(members).filter(([, value]) => Object.keys(value).length > 0);
  return Object.fromEntries(entries) as Partial<T>;
}

function named(serviceName: string): JsonEndpoint {
  return serviceName === '' ? {} : { serviceName };
}

function addressed(attributes: AttributeMap, addressKey: string, portKey: string): JsonEndpoint {
  const address = textAttribute(attributes, addressKey);
  if (isIP(address) === 0) return {};
  const port = Number(attributes.get(portKey)?.['intValue'] ?? 0);
  const isPort = Number.isInteger(port) && port > 0 && port < 65_536;
  return { ...(isIPv4(address) ? { ipv4: address } : { ipv6: address }), ...(isPort ? { port } : {}) };
}

/** Callers and senders name the other side; else only an address tells of it. */
function remoteOf(attributes: AttributeMap, kind: string | undefined): JsonEndpoint {
  const address = addressed(attributes, 'network.peer.address', 'network.peer.port');
  const peer = textAttribute(attributes, 'peer.service');
  if (kind !== 'client' && kind !== 'producer') return { ...named(peer), ...address };
  for (const { name, port } of remoteNames) {
    const text = textAttribute(attributes, name);
    if (text === '') continue;
    if (isIP(text) !== 0) return addressed(attributes, name, port ?? '');
    return { ...named(text), ...address };
  }
  return address;
}

function tagsOf(
  attributes: AttributeMap,
  resource: AttributeMap,
  { span, group }: ExportedSpan,
  kind: string | undefined,
): Readonly<Record<string, string>> {
  const all: AttributeMap = new Map(resource);
  all.delete('service.name');
  // A resource's attribute of that name would come back as the span's, and the other way round.
  for (const [key, value] of attributes) if (!isResourceKey(key) || !all.has(key)) all.set(key, value);
  all.delete(startAbsentKey);
  addScope(all, group.scope);
  addSpanCounts(all, span);
  if (kind === 'internal') all.set('span.kind', stringValue(kind));
  addStatus(all, span);
  for (const [i, link] of messagesOf(span['links']).entries())
    all.set(`otlp.link.${i}`, stringValue(linkText(link)));
  return Object.fromEntries([...all].map(([key, value]) => [key, plainText(value)]));
}

function addStatus(tags: AttributeMap, span: JsonMessage): void {
  const status = isMessage(span['status']) ? span['status'] : {};
  const told = tags.get('error');
  if (told?.['boolValue'] === false || told?.['stringValue'] === 'false') tags.delete('error');
  if (status['code'] === statusCode.ok) tags.set('otel.status_code', stringValue('OK'));
  if (status['code'] !== statusCode.error) return;
  tags.set('otel.status_code', stringValue('ERROR'));
  tags.set('error', stringValue(textOf(status['message'])));
}

/** `"name": {"key": "value"}` where there are attributes. */
function annotationOf(event: JsonMessage): { readonly timestamp: number; readonly value: string } {
  const timestamp = jsonMicros(microsOf(event['timeUnixNano']));
  const name = textOf(event['name']);
  const attributes = attributesOf(event);
  if (attributes.size === 0) return { timestamp, value: name };
  return { timestamp, value: `${JSON.stringify(name)}: ${attributesText(attributes)}` };
}

function linkText(link: JsonMessage): string {
  const dropped = typeof link['droppedAttributesCount'] === 'number' ? link['droppedAttributesCount'] : 0;
  const ids = [textOf(link['traceId']), textOf(link['spanId']), textOf(link['traceState'])];
  return [...ids, attributesText(attributesOf(link)), dropped].join('|');
}

function attributesText(attributes: AttributeMap): string {
  return JSON.stringify(
    Object.fromEntries([...attributes].map(([key, value]) => [key, plainValue(value, 0)])),
  );
}
