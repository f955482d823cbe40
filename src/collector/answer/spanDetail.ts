import type { SiteId, SpanId, TraceId } from '../../shared/ids.ts';
import type { SpanQuery } from '../../shared/protocol.ts';
import type { SpanRef } from '../../shared/site.ts';
import type { SpanDetail, SpanEvent, SpanLink } from '../../shared/spanDetail.ts';
import { spanKindOf, statusCodeOf } from '../../shared/spanKind.ts';
import type { UnixNanoText } from '../../shared/time.ts';
import type { JsonMessage } from '../otlp/wireToJson.ts';
import { wordsOfHex } from '../store/hexOfWords.ts';
import { rowMask } from '../store/spanChunk.ts';
import type { TraceStore } from '../store/traceStore.ts';
import { attributesIn, messageIn, messagesIn, textIn } from './jsonAttributes.ts';
import { LogSearch } from './logSearch.ts';
import { type SpanMessages, spanMessages } from './spanMessages.ts';

/** Everything that was sent of one span, or `undefined` where the store does not have it. */
export function spanDetail(store: TraceStore, query: SpanQuery): SpanDetail | undefined {
  const { exceptionLogs, ...ref } = query;
  const row = store.index.find(wordsOfHex(ref.traceId), wordsOfHex(ref.spanId));
  if (row < 0) return undefined;
  const chunk = store.index.rows.chunk(row);
  const group = chunk.group[row & rowMask] as number;
  return {
    ...detailOf(spanMessages(store, row), ref),
    site: chunk.site[row & rowMask] as number as SiteId,
    exceptionLogs: exceptionLogs === true ? new LogSearch(store).exceptions(row, ref) : [],
    service: store.index.texts.text(store.index.groups.service[group] as number),
  };
}

function detailOf(
  messages: SpanMessages,
  ref: SpanRef,
): Omit<SpanDetail, 'site' | 'service' | 'exceptionLogs'> {
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

function timeIn(message: JsonMessage, name: string): UnixNanoText {
  return (textIn(message, name) || '0') as UnixNanoText;
}

function numberIn(message: JsonMessage, name: string): number {
  const value = message[name];
  return typeof value === 'number' ? value : 0;
}
