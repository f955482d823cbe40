import {
  type AttributeMap,
  anyValueOf,
  attributesOf,
  isMessage,
  keyValues,
  messagesOf,
  plainText,
  plainValue,
  textOf,
} from '../../../../src/collector/formats/anyValue.ts';
import { isResourceKey } from '../../../../src/collector/formats/remoteNames.ts';
import type { JsonMessage } from '../../../../src/collector/otlp/wireToJson.ts';
import type { ExportFormat } from '../../../../src/shared/exportFormat.ts';

/** What of a document in OTLP JSON a format can hold: what is left of it after it was there. */
export function heldBy(format: ExportFormat, document: JsonMessage): JsonMessage {
  if (format.startsWith('otlp')) return document;
  const held = format === 'jaeger-json' ? heldByJaeger : heldByZipkin;
  return {
    resourceSpans: messagesOf(document['resourceSpans']).flatMap((resource) =>
      messagesOf(resource['scopeSpans']).flatMap((scope) =>
        messagesOf(scope['spans']).map((span) => held(span, resource, scope)),
      ),
    ),
  };
}

/** Tags have types, but no lists, no maps and no nothing; times are microseconds. */
function heldByJaeger(span: JsonMessage, resource: JsonMessage, scope: JsonMessage): JsonMessage {
  const value = (value: JsonMessage): JsonMessage =>
    value['arrayValue'] === undefined && value['kvlistValue'] === undefined && Object.keys(value).length > 0
      ? value
      : { stringValue: plainText(value) };
  const start = micros(span['startTimeUnixNano']);
  const held = {
    ...span,
    startTimeUnixNano: String(start),
    endTimeUnixNano: String(start + duration(span)),
    attributes: mapped(span, value),
    events: messagesOf(span['events']).map((event) => eventOf(event, value)),
    links: messagesOf(span['links']).map((link) => ({ ...link, attributes: mapped(link, value) })),
  };
  return wrapped(held, mapped(resource['resource'], value), scope);
}

/**
 * Tags are texts, and of the resource as well; events' attributes are JSON. Nothing lasts less than nothing, and
 * only errors have descriptions.
 */
function heldByZipkin(span: JsonMessage, resource: JsonMessage, scope: JsonMessage): JsonMessage {
  const text = (value: JsonMessage): JsonMessage => ({ stringValue: plainText(value) });
  const json = (value: JsonMessage): JsonMessage => anyValueOf(plainValue(value, 0));
  const start = micros(span['startTimeUnixNano']);
  const lasted = duration(span);
  const status = isMessage(span['status']) ? span['status'] : {};
  const own = mappedMap(span, text);
  const resources = mappedMap(isMessage(resource['resource']) ? resource['resource'] : {}, text);
  for (const [key, value] of [...resources]) {
    if (isResourceKey(key)) continue;
    resources.delete(key);
    own.set(key, value);
  }
  const held = {
    ...span,
    startTimeUnixNano: String(start),
    endTimeUnixNano: String(start + (lasted > 0n ? lasted : 0n)),
    attributes: keyValues(own),
    events: messagesOf(span['events']).map((event) => eventOf(event, json)),
    links: messagesOf(span['links']).map((link) => ({ ...link, attributes: mapped(link, json) })),
    status: status['code'] === 2 ? status : { code: status['code'] ?? 0 },
  };
  return wrapped(held, keyValues(resources), scope);
}

function wrapped(span: JsonMessage, attributes: JsonMessage[], scope: JsonMessage): JsonMessage {
  return { resource: { attributes }, scopeSpans: [{ scope: scope['scope'] ?? {}, spans: [span] }] };
}

function eventOf(event: JsonMessage, value: (value: JsonMessage) => JsonMessage): JsonMessage {
  return { ...event, timeUnixNano: String(micros(event['timeUnixNano'])), attributes: mapped(event, value) };
}

function mapped(message: unknown, value: (value: JsonMessage) => JsonMessage): JsonMessage[] {
  return keyValues(mappedMap(isMessage(message) ? message : {}, value));
}

function mappedMap(message: JsonMessage, value: (value: JsonMessage) => JsonMessage): AttributeMap {
  return new Map([...attributesOf(message)].map(([key, old]) => [key, value(old)]));
}

function micros(nanos: unknown): bigint {
  return (BigInt(textOf(nanos)) / 1000n) * 1000n;
}

function duration(span: JsonMessage): bigint {
  const nanos = BigInt(textOf(span['endTimeUnixNano'])) - BigInt(textOf(span['startTimeUnixNano']));
  return (nanos / 1000n) * 1000n;
}
