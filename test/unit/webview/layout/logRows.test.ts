import { expect, test } from 'vitest';
import type { SpanId } from '../../../../src/shared/ids.ts';
import type { UnixNanoText } from '../../../../src/shared/time.ts';
import type { LogRecord } from '../../../../src/shared/traceLogs.ts';
import type { TimeMode } from '../../../../src/shared/waterfallProtocol.ts';
import {
  filterLogs,
  firstLine,
  searchTexts,
  severityClass,
  severityWord,
  wrappedLines,
} from '../../../../webview/layout/logRows.ts';
import { LogClock, logTimes } from '../../../../webview/layout/logTime.ts';

const start = '1700000000000000000' as UnixNanoText;
const records = [
  record(-2, 9, 'started'),
  record(1.25, 5, 'cache miss', { key: 'order-1' }),
  record(30, 13, 'slow query', {}, '2'),
  record(450, 17, 'card declined\nat charge (charge.ts:19)', {}, '2'),
  record(451, 0, '{"a":1}'),
];

test('records are told by time, level and first line', () => {
  expect(picture({})).toMatchInlineSnapshot(`
    "   −2.0 ms  INFO   started
        1.3 ms  DEBUG  cache miss
       30.0 ms  WARN   slow query
      450.0 ms  ERROR  card declined
      451.0 ms         {"a":1}"
  `);
});

test('times since the record before', () => {
  expect(picture({ mode: 'sincePrevious', severity: 13 })).toMatchInlineSnapshot(`
    "   30.0 ms  WARN   slow query
     +420.0 ms  ERROR  card declined"
  `);
});

test('every word must occur, in attributes too', () => {
  expect(picture({ text: 'ORDER-1 miss' })).toMatchInlineSnapshot(`"    1.3 ms  DEBUG  cache miss"`);
  expect(picture({ text: 'order-1 slow' })).toBe('');
});

test('only records of a span', () => {
  expect(picture({ span: '2' as SpanId, severity: 17 })).toMatchInlineSnapshot(
    `"  450.0 ms  ERROR  card declined"`,
  );
});

test('severities by their number', () => {
  const words = [0, 1, 5, 9, 13, 17, 21, 24].map((severity) => severityWord({ severity, severityText: '' }));
  expect(words).toEqual(['', 'TRACE', 'DEBUG', 'INFO', 'WARN', 'ERROR', 'FATAL', 'FATAL']);
  expect(severityWord({ severity: 9, severityText: 'notice' })).toBe('NOTICE');
  expect([12, 13, 17].map(severityClass)).toEqual(['muted', 'warning', 'error']);
});

test('lines of a text that is broken anywhere', () => {
  expect(wrappedLines('', 10)).toBe(1);
  expect(wrappedLines('0123456789', 10)).toBe(1);
  expect(wrappedLines('01234567890\r\n\nx', 10)).toBe(4);
});

test('times of long traces have a unit in which they are short', () => {
  const clock = (longest: number) => new LogClock('relative', start, longest);
  expect(clock(5e5).text(1234, undefined)).toBe('1.2 µs');
  expect(clock(5e9).text(1_234_567, undefined)).toBe('1.2 ms');
  expect(clock(60e9).text(1_234_567_890, undefined)).toBe('1.235 s');
});

interface Shown {
  readonly text?: string;
  readonly severity?: number;
  readonly span?: SpanId;
  readonly mode?: TimeMode;
}

function picture({ text = '', severity = 0, span, mode = 'relative' }: Shown): string {
  const times = logTimes(records, start);
  const clock = new LogClock(mode, start, times.at(-1) ?? 0);
  const shown = filterLogs(records, searchTexts(records), { text, severity, span });
  return Array.from(shown, (index, row) => {
    const one = records[index] as LogRecord;
    const before = shown[row - 1];
    const time = clock.text(times[index] as number, before === undefined ? undefined : times[before]);
    return `${time.padStart(10)}  ${severityWord(one).padEnd(5)}  ${firstLine(one.body)}`;
  }).join('\n');
}

function record(
  millis: number,
  severity: number,
  body: string,
  attributes: Readonly<Record<string, string>> = {},
  span?: string,
): LogRecord {
  return {
    timeUnixNano: String(BigInt(start) + BigInt(Math.round(millis * 1e6))) as UnixNanoText,
    spanId: span as SpanId | undefined,
    severity,
    severityText: '',
    body,
    attributes: Object.entries(attributes).map(([key, value]) => ({ key, value: { type: 'string', value } })),
    service: 'shop',
    scope: '',
  };
}
