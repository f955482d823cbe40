import { expect, test } from 'vitest';
import type { UnixNanoText } from '../../../../src/shared/time.ts';
import type { LogRecord } from '../../../../src/shared/traceLogs.ts';
import { logRows } from '../../../../webview/layout/spanLogs.ts';

const records = [
  record('999000', 5, 'DEBUG', 'before'),
  record('2200000', 9, 'INFO', 'charging'),
  record('1001000000', 13, 'WARN', 'slow'),
  record('1001000000', 17, 'ERROR', 'timed out'),
  record('1001000000', 0, '', 'unspecified'),
];

test('records with their time since the start of the span', () => {
  expect(picture()).toEqual([
    '−1 µs DEBUG before order=7',
    '+1.2 ms INFO charging order=7',
    '+1 s WARN slow order=7 (warning)',
    '+1 s ERROR timed out order=7 (error)',
    '+1 s  unspecified order=7',
  ]);
});

test.each([
  ['the body', 'CHARG', 1],
  ['the severity', 'warn', 1],
  ['an attribute', 'order=7', 5],
  ['nothing', 'nowhere', 0],
])('a filter looks in %s', (_, filter, count) => {
  expect(picture(filter)).toHaveLength(count);
});

function picture(filter = ''): string[] {
  return logRows(records, '1000000' as UnixNanoText, filter).map(
    ({ time, severity, body, attributes, tone }) =>
      `${time} ${severity} ${body} ${attributes.map(({ key, text }) => `${key}=${text}`)}${tone === 'plain' ? '' : ` (${tone})`}`,
  );
}

function record(time: string, severity: number, severityText: string, body: string): LogRecord {
  return {
    timeUnixNano: time as UnixNanoText,
    spanId: undefined,
    severity,
    severityText,
    body,
    attributes: [{ key: 'order', value: { type: 'int', value: '7' } }],
    service: 'payments',
    scope: '',
  };
}
