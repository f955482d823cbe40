import { formatDuration } from '../../src/shared/duration.ts';
import { type UnixNanoText, unixNano } from '../../src/shared/time.ts';
import type { LogRecord } from '../../src/shared/traceLogs.ts';
import { type AttributeRow, attributeRows } from './attributeSections.ts';

/** A log record as the panel shows it. */
export interface LogRow {
  /** From the start of the span: `+1.2 ms`. */
  readonly time: string;
  /** `WARN`; empty where nothing is known. */
  readonly severity: string;
  readonly tone: 'error' | 'warning' | 'plain';
  readonly body: string;
  readonly attributes: readonly AttributeRow[];
}

/** The records that hold the text of the filter, anywhere. */
export function logRows(records: readonly LogRecord[], start: UnixNanoText, filter = ''): LogRow[] {
  const wanted = filter.trim().toLowerCase();
  return records
    .map((record) => logRow(record, start))
    .filter((row) => wanted === '' || textOf(row).toLowerCase().includes(wanted));
}

function logRow(record: LogRecord, start: UnixNanoText): LogRow {
  return {
    time: sinceStart(record.timeUnixNano, start),
    severity: record.severityText,
    tone: toneOf(record.severity),
    body: record.body,
    attributes: attributeRows(record.attributes),
  };
}

/** OTLP `SeverityNumber`: 13 to 16 are warnings, from 17 on errors and worse. */
function toneOf(severity: number): LogRow['tone'] {
  if (severity >= 17) return 'error';
  return severity >= 13 ? 'warning' : 'plain';
}

function textOf({ severity, body, attributes }: LogRow): string {
  return [severity, body, ...attributes.map(({ key, text }) => `${key}=${text}`)].join(' ');
}

/** `+1.2 ms`; with a minus for what was before, which clocks and retries make. */
export function sinceStart(time: UnixNanoText, start: UnixNanoText): string {
  const nano = Number(unixNano(time) - unixNano(start));
  return nano < 0 ? formatDuration(nano) : `+${formatDuration(nano)}`;
}
