import type { SiteId, SpanId, TraceId } from '../../shared/ids.ts';
import type { SpanRef } from '../../shared/site.ts';
import type { Attribute, AttributeValue, SpanDetail, SpanEvent, SpanLink } from '../../shared/spanDetail.ts';
import { spanKindOf, statusCodeOf } from '../../shared/spanKind.ts';
import type { UnixNanoText } from '../../shared/time.ts';
import type { JsonMessage, JsonValue } from '../otlp/wireToJson.ts';
import { wordsOfHex } from '../store/hexOfWords.ts';
import { rowMask } from '../store/spanChunk.ts';
import type { TraceStore } from '../store/traceStore.ts';
import { type SpanMessages, spanMessages } from './spanMessages.ts';

/** Everything that was sent of one span, or `undefined` where the store does not have it. */
export function spanDetail(store: TraceStore, ref: SpanRef): SpanDetail | undefined {
  const row = store.index.find(wordsOfHex(ref.traceId), wordsOfHex(ref.spanId));
  if (row < 0) return undefined;
  const chunk = store.index.rows.chunk(row);
  const group = chunk.group[row & rowMask] as number;
  return {
    ...detailOf(spanMessages(store, row), ref),
    site: chunk.site[row & rowMask] as number as SiteId,
    service: store.index.texts.text(store.index.groups.service[group] as number),
  };
}

function detailOf(messages: SpanMessages, ref: SpanRef): Omit<SpanDetail, 'site' | 'service'> {
  const { span, resource, scope } = messages;
  const status = messageIn(span, 'status');
  const parent = textIn(span, 'parentSpanId');
  return {
    traceId: ref.traceId,
    spanId: ref.spanId,
    parentSpanId: /^0*$/.test(parent) ? undefined : (parent as SpanId),
    traceState: textIn(span, 'traceState'),
    name: textIn(span, 'name'),
    kind: spanKindOf(numberIn(span, 'kind')),
    status: statusCodeOf(numberIn(status, 'code')),
    statusMessage: textIn(status, 'message'),
    startUnixNano: timeIn(span, 'startTimeUnixNano'),
    endUnixNano: timeIn(span, 'endTimeUnixNano'),
    attributes: attributesIn(span),
    events: messagesIn(span, 'events').map(eventOf),
    links: messagesIn(span, 'links').map(linkOf),
    droppedAttributes: numberIn(span, 'droppedAttributesCount'),
    droppedEvents: numberIn(span, 'droppedEventsCount'),
    droppedLinks: numberIn(span, 'droppedLinksCount'),
    resource: attributesIn(resource),
    scope: {
      name: textIn(scope, 'name'),
      version: textIn(scope, 'version'),
      attributes: attributesIn(scope),
    },
  };
}

function eventOf(event: JsonMessage): SpanEvent {
  return {
    name: textIn(event, 'name'),
    timeUnixNano: timeIn(event, 'timeUnixNano'),
    attributes: attributesIn(event),
    droppedAttributes: numberIn(event, 'droppedAttributesCount'),
  };
}

function linkOf(link: JsonMessage): SpanLink {
  return {
    traceId: textIn(link, 'traceId') as TraceId,
    spanId: textIn(link, 'spanId') as SpanId,
    traceState: textIn(link, 'traceState'),
    attributes: attributesIn(link),
  };
}

function attributesIn(message: JsonMessage): Attribute[] {
  return messagesIn(message, 'attributes').map(attributeOf);
}

function attributeOf(keyValue: JsonMessage): Attribute {
  return { key: textIn(keyValue, 'key'), value: attributeValueOf(messageIn(keyValue, 'value')) };
}

/** Recurses as deep as values nest, which the reader has bounded. */
function attributeValueOf(value: JsonMessage): AttributeValue {
  const [type] = Object.keys(value);
  switch (type) {
    case 'stringValue':
      return { type: 'string', value: textIn(value, type) };
    case 'boolValue':
      return { type: 'bool', value: value[type] === true };
    case 'intValue':
      return { type: 'int', value: textIn(value, type) };
    case 'doubleValue':
      return { type: 'double', value: String(value[type]) };
    case 'bytesValue':
      return { type: 'bytes', value: textIn(value, type) };
    case 'arrayValue':
      return { type: 'array', value: messagesIn(messageIn(value, type), 'values').map(attributeValueOf) };
    case 'kvlistValue':
      return { type: 'map', value: messagesIn(messageIn(value, type), 'values').map(attributeOf) };
    default:
      return { type: 'empty' };
  }
}

function textIn(message: JsonMessage, name: string): string {
  const value = message[name];
  return typeof value === 'string' ? value : '';
}

function timeIn(message: JsonMessage, name: string): UnixNanoText {
  return (textIn(message, name) || '0') as UnixNanoText;
}

function numberIn(message: JsonMessage, name: string): number {
  const value = message[name];
  return typeof value === 'number' ? value : 0;
}

function messageIn(message: JsonMessage, name: string): JsonMessage {
  const value = message[name];
  return isMessage(value) ? value : {};
}

function messagesIn(message: JsonMessage, name: string): JsonMessage[] {
  const value = message[name];
  return Array.isArray(value) ? value.filter(isMessage) : [];
}

function isMessage(value: JsonValue | undefined): value is JsonMessage {
  return typeof value === 'object' && !Array.isArray(value);
}
