import type { SpanRef } from '../../shared/site.ts';
import type { SpanEvent } from '../../shared/spanDetail.ts';
import type { UnixNanoText } from '../../shared/time.ts';
import { logsSchema } from '../otlp/otlpSchema.ts';
import { type JsonMessage, wireToJson } from '../otlp/wireToJson.ts';
import { signal } from '../store/blockFile.ts';
import { rowMask } from '../store/spanChunk.ts';
import type { TraceStore } from '../store/traceStore.ts';
import { attributesIn, messagesIn, textIn } from './jsonAttributes.ts';

/** Logs come within seconds of their spans: batches that came much earlier or later are not looked at. */
const nearBatches = 200;
const mostBytes = 32 << 20;

/** Log records of a span that carry an exception, as events named `exception`, in the order of their batches. */
export function exceptionLogs(store: TraceStore, row: number, ref: SpanRef): readonly SpanEvent[] {
  if (store.rawCount(signal.logs) === 0) return [];
  const group = store.index.rows.chunk(row).group[row & rowMask] as number;
  const rowId = store.index.blocks.rowId[store.index.groups.block[group] as number] as number;
  const found: SpanEvent[] = [];
  let bytes = 0;
  for (const block of store.file.near(rowId, signal.logs, nearBatches)) {
    bytes += block.bytes.length;
    if (bytes > mostBytes) break;
    if (mentions(block.bytes, ref)) found.push(...exceptionsIn(block.bytes, ref));
  }
  return found;
}

function mentions(bytes: Uint8Array, { spanId }: SpanRef): boolean {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  return buffer.includes(Buffer.from(spanId, 'hex')) || isJson(bytes);
}

function exceptionsIn(bytes: Uint8Array, { traceId, spanId }: SpanRef): readonly SpanEvent[] {
  const records = messagesIn(requestOf(bytes), 'resourceLogs')
    .flatMap((resource) => messagesIn(resource, 'scopeLogs'))
    .flatMap((scope) => messagesIn(scope, 'logRecords'));
  return records
    .filter((record) => sameId(record, 'traceId', traceId) && sameId(record, 'spanId', spanId))
    .map(eventOf)
    .filter(({ attributes }) => attributes.some(({ key }) => key.startsWith('exception.')));
}

function sameId(record: JsonMessage, name: string, id: string): boolean {
  return textIn(record, name).toLowerCase() === id;
}

function eventOf(record: JsonMessage): SpanEvent {
  const time = textIn(record, 'timeUnixNano');
  return {
    name: 'exception',
    timeUnixNano: (/^0*$/.test(time) ? textIn(record, 'observedTimeUnixNano') || '0' : time) as UnixNanoText,
    attributes: attributesIn(record),
    droppedAttributes: 0,
  };
}

/** Batches are kept as they were sent, in either form. One that is broken says nothing. */
function requestOf(bytes: Uint8Array): JsonMessage {
  try {
    return isJson(bytes)
      ? (JSON.parse(Buffer.from(bytes).toString()) as JsonMessage)
      : wireToJson(logsSchema, bytes, 0, bytes.length);
  } catch {
    return {};
  }
}

function isJson(bytes: Uint8Array): boolean {
  return bytes[0] === '{'.charCodeAt(0);
}
