import type { SpanRef } from '../../shared/site.ts';
import type { SpanEvent } from '../../shared/spanDetail.ts';
import type { UnixNanoText } from '../../shared/time.ts';
import { jsonToWire } from '../otlp/jsonToWire.ts';
import { isJsonBatch } from '../otlp/logIds.ts';
import { logsSchema } from '../otlp/logsSchema.ts';
import { MalformedError } from '../otlp/wireReader.ts';
import { type JsonMessage, wireToJson } from '../otlp/wireToJson.ts';
import { signal } from '../store/blockFile.ts';
import { wordsOfHex } from '../store/hexOfWords.ts';
import { rowMask } from '../store/spanChunk.ts';
import type { TraceStore } from '../store/traceStore.ts';
import { attributesIn, messagesIn, textIn } from './jsonAttributes.ts';

/** Logs come within seconds of their spans: without an index, batches that came much earlier or later are not looked at. */
const nearBatches = 200;
const mostBytes = 32 << 20;
/** What reading a batch costs besides its bytes, in bytes. */
const batchCost = 8 << 10;

/** Looks for exceptions in logs; what it may read for one question, of however many spans, is bounded. */
export class LogSearch {
  readonly #store: TraceStore;
  #bytesLeft = mostBytes;

  constructor(store: TraceStore) {
    this.#store = store;
  }

  /** Log records of a span that carry an exception, as events named `exception`, in the order of their batches. */
  exceptions(row: number, ref: SpanRef): readonly SpanEvent[] {
    const store = this.#store;
    if (this.#bytesLeft <= 0 || store.rawCount(signal.logs) === 0) return [];
    const found: SpanEvent[] = [];
    for (const bytes of this.#batches(row, ref)) {
      this.#bytesLeft -= bytes.length + batchCost;
      if (this.#bytesLeft <= 0) break;
      if (mentions(bytes, ref)) found.push(...exceptionsIn(bytes, ref));
    }
    return found;
  }

  /** Those that name the trace; while that is not known, those that came at about the same time. */
  *#batches(row: number, { traceId }: SpanRef): Generator<Uint8Array> {
    const { file, index, logs } = this.#store;
    const known = logs.knownBlocksOf(wordsOfHex(traceId));
    for (const rowId of known ?? []) {
      const bytes = file.readOf(rowId, signal.logs);
      if (bytes !== undefined) yield bytes;
    }
    if (known !== undefined) return;
    const group = index.rows.chunk(row).group[row & rowMask] as number;
    const rowId = index.blocks.rowId[index.groups.block[group] as number] as number;
    for (const { bytes } of file.near(rowId, signal.logs, nearBatches)) yield bytes;
  }
}

/** Ids are digits in JSON, in either case. */
function mentions(bytes: Uint8Array, { spanId }: SpanRef): boolean {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (!isJsonBatch(bytes)) return buffer.includes(Buffer.from(spanId, 'hex'));
  return buffer.includes(spanId) || buffer.includes(spanId.toUpperCase());
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
    const wire = isJsonBatch(bytes) ? jsonToWire(logsSchema, Buffer.from(bytes).toString()) : bytes;
    return wireToJson(logsSchema, wire, 0, wire.length);
  } catch (error) {
    if (error instanceof MalformedError) return {};
    throw error;
  }
}
