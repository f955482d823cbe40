import { expect, test } from 'vitest';
import { ticks } from '../../../../webview/layout/ticks.ts';

test.each([
  ['the trace of the pictures', 0, 450e6, '0 ms|100 ms|200 ms|300 ms|400 ms'],
  ['a short one', 0, 3000, '0 µs|1 µs|2 µs|3 µs'],
  ['microseconds', 0, 90_000, '0 µs|20 µs|40 µs|60 µs|80 µs'],
  ['zoomed in far from the start', 135.2e6, 135.9e6, '135.2 ms|135.4 ms|135.6 ms|135.8 ms'],
  [
    'decimals only where the step needs them',
    2.0001e9,
    2.0002e9,
    '2000.10 ms|2000.12 ms|2000.14 ms|2000.16 ms|2000.18 ms|2000.20 ms',
  ],
  ['a second and a half', 0, 1.96e9, '0.0 s|0.5 s|1.0 s|1.5 s'],
  ['seconds', 0, 25e9, '0 s|5 s|10 s|15 s|20 s|25 s'],
  ['minutes', 0, 400e9, '0:00|2:00|4:00|6:00'],
  ['hours', 0, 3 * 3600e9, '0:00|1:00:00|2:00:00|3:00:00'],
  ['a century', 0, 36_500 * 86_400e9, '0 d|7,300 d|14,600 d|21,900 d|29,200 d|36,500 d'],
])('%s', (_, start, end, expected) => {
  expect(
    ticks({ start, end }, 440)
      .map(({ label }) => label)
      .join('|'),
  ).toBe(expected);
});

test('a ruler without room still has a scale', () => {
  expect(ticks({ start: 0, end: 1e6 }, 0).length).toBeLessThan(3);
});
