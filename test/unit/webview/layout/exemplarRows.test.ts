import { expect, test } from 'vitest';
import type { MetricExemplar } from '../../../../src/shared/metricExemplars.ts';
import type { UnixNanoText } from '../../../../src/shared/time.ts';
import { exemplarRows } from '../../../../webview/layout/exemplarRows.ts';

const exemplars: readonly MetricExemplar[] = [
  exemplar('2200000', 'http.server.request.duration', '0.23405189999999997', 's'),
  exemplar('3000000', 'pool.used', '7', '{connection}'),
  exemplar('4000000', 'bytes', '9007199254740993', 'By'),
  exemplar('5000000', 'share', '1e-7', '1'),
];

test('measurements with their time since the start of the span, short where digits say nothing', () => {
  expect(picture()).toEqual([
    '+1.2 ms http.server.request.duration 0.2341 s route=/cart',
    '+2 ms pool.used 7 route=/cart',
    '+3 ms bytes 9007199254740993 By route=/cart',
    '+4 ms share 1e-7 route=/cart',
  ]);
});

test.each([
  ['the metric', 'POOL', 1],
  ['the value', '0.23', 1],
  ['an attribute', 'route=/cart', 4],
  ['nothing', 'nowhere', 0],
])('a filter looks in %s', (_, filter, count) => {
  expect(picture(filter)).toHaveLength(count);
});

function picture(filter = ''): string[] {
  return exemplarRows(exemplars, '1000000' as UnixNanoText, filter).map(
    ({ time, metric, value, attributes }) =>
      `${time} ${metric} ${value} ${attributes.map(({ key, text }) => `${key}=${text}`).join(' ')}`,
  );
}

function exemplar(time: string, metric: string, value: string, unit: string): MetricExemplar {
  const timeUnixNano = time as UnixNanoText;
  return { metric, value, unit, service: 'shop', timeUnixNano, attributes: [['route', '/cart']] };
}
