import type { SpanId } from '../../src/shared/ids.ts';
import type { LogRecord } from '../../src/shared/traceLogs.ts';

/** OTLP's ranges of `SeverityNumber`, each from its first number on. */
export const logLevels = [
  { name: 'trace', from: 1 },
  { name: 'debug', from: 5 },
  { name: 'info', from: 9 },
  { name: 'warn', from: 13 },
  { name: 'error', from: 17 },
  { name: 'fatal', from: 21 },
] as const;

/** Which records are shown. */
export interface LogFilter {
  /** Words that must all occur in body, service or an attribute; case does not matter. */
  readonly text: string;
  /** Least `SeverityNumber`; 0 shows those without one as well. */
  readonly severity: number;
  /** Only records of this span. */
  readonly span: SpanId | undefined;
  /** Whether a record's span is wanted, asked by the index of the record; `undefined` wants all. */
  readonly keeps?: ((record: number) => boolean) | undefined;
}

/** Text of each record in lower case, in which words are looked for. */
export function searchTexts(records: readonly LogRecord[]): readonly string[] {
  return records.map(({ body, service, scope, severityText, attributes }) =>
    [
      body,
      service,
      scope,
      severityText,
      ...attributes.map(({ key, value }) => `${key}=${JSON.stringify(value)}`),
    ]
      .join('\n')
      .toLowerCase(),
  );
}

/** Indexes of the records that are shown, in their order. */
export function filterLogs(
  records: readonly LogRecord[],
  texts: readonly string[],
  { text, severity, span, keeps }: LogFilter,
): Uint32Array {
  const words = text
    .toLowerCase()
    .split(/\s+/)
    .filter((word) => word !== '');
  const shown = new Uint32Array(records.length);
  let length = 0;
  for (const [index, record] of records.entries()) {
    if (record.severity < severity) continue;
    if (span !== undefined && record.spanId !== span) continue;
    if (keeps !== undefined && !keeps(index)) continue;
    if (words.every((word) => (texts[index] as string).includes(word))) shown[length++] = index;
  }
  return shown.slice(0, length);
}

/** How a record is marked: colours are for warnings and errors alone. */
export function severityClass(severity: number): 'error' | 'warning' | 'muted' {
  if (severity >= 17) return 'error';
  return severity >= 13 ? 'warning' : 'muted';
}

/** As it was sent, else by its number; empty where neither is known. */
export function severityWord({
  severity,
  severityText,
}: Pick<LogRecord, 'severity' | 'severityText'>): string {
  if (severityText !== '') return severityText.toUpperCase();
  return (logLevels.findLast(({ from }) => severity >= from)?.name ?? '').toUpperCase();
}

/** The first line of a body; whether more follows is told by its length. */
export function firstLine(body: string): string {
  const trimmed = body.trimStart();
  const end = trimmed.search(/[\r\n]/);
  return (end < 0 ? trimmed : trimmed.slice(0, end)).slice(0, 1000);
}

/** Lines that a text takes when it is broken at any character, in a column of so many characters. */
export function wrappedLines(text: string, characters: number): number {
  const width = Math.max(1, characters);
  return text
    .split(/\r\n|\r|\n/)
    .reduce((lines, line) => lines + Math.max(1, Math.ceil(line.length / width)), 0);
}
