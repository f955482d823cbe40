import type { JsonMessage } from '../otlp/wireToJson.ts';
import {
  type AttributeMap,
  anyValueOf,
  intValue,
  isMessage,
  keyValues,
  stringValue,
  takeCount,
  takeText,
} from './anyValue.ts';
import { kindNumber, statusCode, withoutEmpty } from './otlpSpan.ts';
import {
  debugKey,
  isResourceKey,
  remoteNames,
  remoteServiceKey,
  sharedKey,
  startAbsentKey,
} from './remoteNames.ts';
import type { Halves } from './sharedSpans.ts';
import { tolerantSpanId, tolerantTraceId } from './tolerantIds.ts';
import type { ZipkinAnnotation, ZipkinEndpoint, ZipkinSpan } from './zipkinSpan.ts';

/** A span of Zipkin in OTLP JSON, with what it came under. */
export interface ConvertedSpan {
  /** Without its attributes. */
  readonly span: JsonMessage;
  readonly attributes: AttributeMap;
  readonly resource: AttributeMap;
}

/** The reverse of OpenTelemetry's "OpenTelemetry to Zipkin Transformation". */
export function otlpOfZipkin(zipkin: ZipkinSpan, shared: Halves): ConvertedSpan {
  const { attributes, resource } = attributesOf(zipkin);
  const { id, parentId } = shared.idsOf(zipkin);
  const start = shared.startOf(zipkin);
  if (zipkin.timestamp === undefined) attributes.set(startAbsentKey, { boolValue: true });
  if (zipkin.shared) attributes.set(sharedKey, { boolValue: true });
  if (zipkin.debug) attributes.set(debugKey, { boolValue: true });
  const end = start + (zipkin.duration ?? 0n);
  const span = withoutEmpty({
    traceId: zipkin.traceId,
    spanId: id,
    parentSpanId: parentId,
    traceState: takeText(attributes, 'w3c.tracestate') ?? '',
    name: zipkin.name,
    kind: kindOf(zipkin, attributes),
    startTimeUnixNano: String(start),
    endTimeUnixNano: String(end < 0n ? 0n : end),
    droppedAttributesCount: takeCount(attributes, 'otel.dropped_attributes_count'),
    droppedEventsCount: takeCount(attributes, 'otel.dropped_events_count'),
    droppedLinksCount: takeCount(attributes, 'otel.dropped_links_count'),
    links: takeLinks(attributes),
    events: zipkin.annotations.map(eventOf),
    status: statusOf(attributes),
  });
  return { span, attributes, resource };
}

function attributesOf({ tags, localEndpoint, remoteEndpoint }: ZipkinSpan): {
  readonly attributes: AttributeMap;
  readonly resource: AttributeMap;
} {
  const attributes: AttributeMap = new Map();
  const resource: AttributeMap = new Map();
  const service = localEndpoint?.serviceName ?? '';
  if (service !== '') resource.set('service.name', stringValue(service));
  for (const [key, value] of tags) (isResourceKey(key) ? resource : attributes).set(key, stringValue(value));
  if (localEndpoint !== undefined) setLocal(attributes, localEndpoint);
  if (remoteEndpoint !== undefined) setRemote(attributes, remoteEndpoint);
  return { attributes, resource };
}

function setRemote(attributes: AttributeMap, remote: ZipkinEndpoint): void {
  // What names the other side already is where the name and the address came from.
  if (!isToldBy(attributes, remote.address)) setAddress(attributes, 'network.peer.address', remote.address);
  setSecondAddress(attributes, 'network.peer', remote);
  const ports = remoteNames.flatMap(({ port }) => port ?? []);
  const isPortTold = ports.some((key) => attributes.get(key)?.['stringValue'] === String(remote.port));
  if (remote.port > 0 && !isPortTold) attributes.set('network.peer.port', intValue(remote.port));
  const name = remote.serviceName;
  if (name === '' || isToldBy(attributes, name)) return;
  attributes.set(attributes.has('peer.service') ? remoteServiceKey : 'peer.service', stringValue(name));
}

function setLocal(attributes: AttributeMap, local: ZipkinEndpoint): void {
  setAddress(attributes, 'network.local.address', local.address);
  setSecondAddress(attributes, 'network.local', local);
  if (local.port > 0) attributes.set('network.local.port', intValue(local.port));
}

/** OpenTelemetry has room for one address. */
function setSecondAddress(attributes: AttributeMap, prefix: string, { address, ipv6 }: ZipkinEndpoint): void {
  if (ipv6 !== address) setAddress(attributes, `otel.zipkin.${prefix}.ipv6`, ipv6);
}

function setAddress(attributes: AttributeMap, key: string, address: string): void {
  if (address !== '') attributes.set(key, stringValue(address));
}

/** Whether an attribute that names the other side says this. */
function isToldBy(attributes: AttributeMap, text: string): boolean {
  return remoteNames.some(({ name }) => attributes.get(name)?.['stringValue'] === text);
}

function kindOf({ kind }: ZipkinSpan, attributes: AttributeMap): number {
  if (kind !== '') return kindNumber(kind);
  const told = attributes.get('span.kind')?.['stringValue'];
  const number = typeof told === 'string' ? kindNumber(told) : 0;
  if (number !== 0) attributes.delete('span.kind');
  return number;
}

/** In Zipkin a span with a tag `error` failed, whatever it says; OpenTelemetry keeps the description in it. */
function statusOf(attributes: AttributeMap): JsonMessage {
  const told = takeText(attributes, 'otel.status_code')?.toUpperCase().replace('STATUS_CODE_', '');
  const description = takeText(attributes, 'otel.status_description') ?? '';
  if (told === 'OK') return withoutEmpty({ message: description, code: statusCode.ok });
  const error = attributes.get('error')?.['stringValue'];
  if (typeof error !== 'string') {
    return withoutEmpty({
      message: description,
      code: told === 'ERROR' ? statusCode.error : statusCode.unset,
    });
  }
  if (error === 'false' && told === undefined) return withoutEmpty({ message: description });
  attributes.delete('error');
  const message = description !== '' || (told === undefined && error === 'true') ? description : error;
  return withoutEmpty({ message, code: statusCode.error });
}

/** `otlp.link.0`: trace id, span id, trace state, attributes as JSON, dropped; as the Collector writes links. */
function takeLinks(attributes: AttributeMap): JsonMessage[] {
  const links: JsonMessage[] = [];
  for (let i = 0; attributes.has(`otlp.link.${i}`); i++) {
    const parts = takeText(attributes, `otlp.link.${i}`)?.split('|') ?? [];
    const [trace = '', span = '', traceState = '', ...rest] = parts;
    const dropped = Number(rest.pop() ?? 0);
    const traceId = tolerantTraceId(trace);
    const spanId = tolerantSpanId(span);
    if (traceId === undefined || spanId === undefined) continue;
    const droppedAttributesCount = Number.isInteger(dropped) && dropped > 0 ? dropped : 0;
    const told = keyValues(jsonAttributes(rest.join('|')) ?? new Map());
    links.push(withoutEmpty({ traceId, spanId, traceState, attributes: told, droppedAttributesCount }));
  }
  return links;
}

/** `"name": {attributes}`, as the specification has it; `name|{attributes}|dropped`, as the Collector has it. */
function eventOf({ timestamp, value }: ZipkinAnnotation): JsonMessage {
  const timeUnixNano = String(timestamp);
  const specified = value.startsWith('"') ? parsed(`{${value}}`) : undefined;
  const [member, ...more] = isMessage(specified) ? Object.entries(specified) : [];
  if (member !== undefined && more.length === 0 && isMessage(member[1])) {
    const attributes = keyValues(attributesOfJson(member[1]));
    return withoutEmpty({ timeUnixNano, name: member[0], attributes });
  }
  const [, name = '', json = '', dropped = '0'] = /^([^|]*)\|(\{.*\})\|(\d{1,9})$/s.exec(value) ?? [];
  const attributes = json === '' ? undefined : jsonAttributes(json);
  if (attributes === undefined) return withoutEmpty({ timeUnixNano, name: value });
  const droppedAttributesCount = Number(dropped);
  return withoutEmpty({ timeUnixNano, name, attributes: keyValues(attributes), droppedAttributesCount });
}

function jsonAttributes(text: string): AttributeMap | undefined {
  const value = parsed(text);
  return isMessage(value) ? attributesOfJson(value) : undefined;
}

function attributesOfJson(members: object): AttributeMap {
  return new Map(Object.entries(members).map(([key, value]) => [key, anyValueOf(value)]));
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}
