import type { SpanId } from '../../shared/ids.ts';
import type { UnixNanoText } from '../../shared/time.ts';
import type { LogRecord, LogsQuery, TraceLogs } from '../../shared/traceLogs.ts';
import { jsonToWire } from '../otlp/jsonToWire.ts';
import { isJsonBatch, wordsOfId } from '../otlp/logIds.ts';
import { LogScanner } from '../otlp/logScanner.ts';
import { logRecordSchema, logsSchema, resourceLogsSchema, scopeLogsSchema } from '../otlp/logsSchema.ts';
import type { MessageSchema } from '../otlp/messageSchema.ts';
import { MalformedError } from '../otlp/wireReader.ts';
import { type JsonMessage, wireToJson } from '../otlp/wireToJson.ts';
import { signal } from '../store/blockFile.ts';
import { TimeSlice } from '../store/timeSlice.ts';
import type { TraceStore } from '../store/traceStore.ts';
import { attributeText } from './attributeText.ts';
import { attributesIn, attributeValueOf, messageIn, textIn } from './jsonAttributes.ts';

/** More are of no use to anybody, and would hold the collector up. */
const mostRecords = 20_000;
const mostBytes = 128 << 20;

const severityNames = ['TRACE', 'DEBUG', 'INFO', 'WARN', 'ERROR', 'FATAL'];
const unknownService = 'unknown_service';

/** Messages around records without the records. */
const resourceHead = resourceLogsSchema.without('scopeLogs');
const scopeHead = scopeLogsSchema.without('logRecords');

/** All kept log records of a trace or of one of its spans, by time. */
export async function traceLogs(store: TraceStore, query: LogsQuery): Promise<TraceLogs> {
  const slice = new TimeSlice();
  const reader = new BatchReader(query);
  let bytesLeft = mostBytes;
  let complete = true;
  for (const rowId of await store.logs.blocksOf(wordsOfId(query.spanId ?? query.traceId))) {
    if (slice.isOver) await slice.rest();
    complete = bytesLeft > 0 && reader.records.length < mostRecords;
    if (!complete) break;
    const bytes = store.file.readOf(rowId, signal.logs);
    if (bytes === undefined) continue;
    bytesLeft -= bytes.length;
    reader.read(bytes);
  }
  const records = reader.records.sort(byTime);
  return { records: records.slice(0, mostRecords), complete: complete && records.length <= mostRecords };
}

/** Decodes the records of one trace, or of one span, and passes over the others. */
class BatchReader {
  readonly records: LogRecord[] = [];
  readonly #traceId: Uint8Array;
  readonly #spanId: Uint8Array | undefined;
  readonly #scanner = new LogScanner();

  constructor({ traceId, spanId }: LogsQuery) {
    this.#traceId = Buffer.from(traceId, 'hex');
    this.#spanId = spanId === undefined ? undefined : Buffer.from(spanId, 'hex');
  }

  read(bytes: Uint8Array<ArrayBuffer>): void {
    const wire = isJsonBatch(bytes) ? transcoded(bytes) : bytes;
    const { resource, scope, record } = this.#scanner;
    // One resource and one scope are of many records.
    const heads = { service: '', scope: '', resourceAt: -1, scopeAt: -1 };
    this.#scanner.each(wire, () => {
      if (!this.#isWanted(wire)) return;
      const message = messageAt(logRecordSchema, wire, record);
      if (message === undefined) return;
      if (heads.resourceAt !== resource.start)
        heads.service = serviceOf(messageAt(resourceHead, wire, resource));
      if (heads.scopeAt !== scope.start) heads.scope = scopeOf(messageAt(scopeHead, wire, scope));
      heads.resourceAt = resource.start;
      heads.scopeAt = scope.start;
      this.records.push({ ...recordOf(message), service: heads.service, scope: heads.scope });
    });
  }

  #isWanted(bytes: Uint8Array): boolean {
    const { traceIdAt, spanIdAt } = this.#scanner;
    if (!standsAt(bytes, traceIdAt, this.#traceId)) return false;
    return this.#spanId === undefined || standsAt(bytes, spanIdAt, this.#spanId);
  }
}

function standsAt(bytes: Uint8Array, at: number, id: Uint8Array): boolean {
  if (at < 0) return false;
  for (let i = 0; i < id.length; i++) if (bytes[at + i] !== id[i]) return false;
  return true;
}

/** Batches are kept as they were sent. One that is broken says nothing. */
function transcoded(bytes: Uint8Array<ArrayBuffer>): Uint8Array<ArrayBuffer> {
  try {
    return jsonToWire(logsSchema, Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString());
  } catch (error) {
    if (error instanceof MalformedError) return new Uint8Array();
    throw error;
  }
}

function messageAt(
  schema: MessageSchema,
  bytes: Uint8Array,
  { start, end }: LogScanner['record'],
): JsonMessage | undefined {
  try {
    return wireToJson(schema, bytes, start, end);
  } catch (error) {
    if (error instanceof MalformedError) return undefined;
    throw error;
  }
}

function serviceOf(resourceLogs: JsonMessage | undefined): string {
  const attributes = attributesIn(messageIn(resourceLogs ?? {}, 'resource'));
  const name = attributes.find(({ key }) => key === 'service.name')?.value;
  return name?.type === 'string' && name.value !== '' ? name.value : unknownService;
}

function scopeOf(scopeLogs: JsonMessage | undefined): string {
  return textIn(messageIn(scopeLogs ?? {}, 'scope'), 'name');
}

function recordOf(message: JsonMessage): Omit<LogRecord, 'service' | 'scope'> {
  const severity = typeof message['severityNumber'] === 'number' ? message['severityNumber'] : 0;
  const spanId = textIn(message, 'spanId');
  return {
    timeUnixNano: timeOf(message),
    spanId: spanId.length !== 16 || /^0*$/.test(spanId) ? undefined : (spanId as SpanId),
    severity,
    severityText: textIn(message, 'severityText') || severityName(severity),
    body: attributeText(attributeValueOf(messageIn(message, 'body'))) || textIn(message, 'eventName'),
    attributes: attributesIn(message),
  };
}

function timeOf(message: JsonMessage): UnixNanoText {
  const time = textIn(message, 'timeUnixNano');
  return (/^0*$/.test(time) ? textIn(message, 'observedTimeUnixNano') || '0' : time) as UnixNanoText;
}

/** Four numbers share a name: 13 is `WARN`, 14 is `WARN2`. */
function severityName(number: number): string {
  const name = severityNames[Math.floor((number - 1) / 4)];
  const rank = (number - 1) % 4;
  return name === undefined ? '' : rank === 0 ? name : `${name}${rank + 1}`;
}

/** Decimal digits without leading zeros: the longer one is the greater one. */
function byTime({ timeUnixNano: a }: LogRecord, { timeUnixNano: b }: LogRecord): number {
  return a.length - b.length || (a < b ? -1 : a > b ? 1 : 0);
}
