import type { UnixNanoText } from '../../shared/time.ts';
import type { LogRecord, LogsQuery, TraceLogs } from '../../shared/traceLogs.ts';
import { wordsOfId } from '../otlp/logIds.ts';
import { LogScanner } from '../otlp/logScanner.ts';
import { logRecordSchema, logsSchema, resourceLogsSchema, scopeLogsSchema } from '../otlp/logsSchema.ts';
import type { JsonMessage } from '../otlp/wireToJson.ts';
import { signal } from '../store/blockFile.ts';
import { TimeSlice } from '../store/timeSlice.ts';
import type { TraceStore } from '../store/traceStore.ts';
import { attributeText } from './attributeText.ts';
import { batchOnWire, byTime, messageAt, serviceOf, spanIdIn, WantedIds } from './batchMessages.ts';
import { attributesIn, attributeValueOf, messageIn, textIn } from './jsonAttributes.ts';

/** More are of no use to anybody, and would hold the collector up. */
const mostRecords = 20_000;
const mostBytes = 128 << 20;

const severityNames = ['TRACE', 'DEBUG', 'INFO', 'WARN', 'ERROR', 'FATAL'];

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
  readonly #wanted: WantedIds;
  readonly #scanner = new LogScanner();

  constructor(query: LogsQuery) {
    this.#wanted = new WantedIds(query);
  }

  read(bytes: Uint8Array<ArrayBuffer>): void {
    const wire = batchOnWire(logsSchema, bytes);
    const scanner = this.#scanner;
    const { resource, scope, record } = scanner;
    // One resource and one scope are of many records.
    const heads = { service: '', scope: '', resourceAt: -1, scopeAt: -1 };
    scanner.each(wire, () => {
      if (!this.#wanted.standAt(wire, scanner.traceIdAt, scanner.spanIdAt)) return;
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
}

function scopeOf(scopeLogs: JsonMessage | undefined): string {
  return textIn(messageIn(scopeLogs ?? {}, 'scope'), 'name');
}

function recordOf(message: JsonMessage): Omit<LogRecord, 'service' | 'scope'> {
  const severity = typeof message['severityNumber'] === 'number' ? message['severityNumber'] : 0;
  return {
    timeUnixNano: timeOf(message),
    spanId: spanIdIn(message),
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
