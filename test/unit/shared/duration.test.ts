import { expect, test } from 'vitest';
import { formatDuration } from '../../../src/shared/duration.ts';

test.each([
  [0, '0 ms'],
  [1, '1 ns'],
  [340, '340 ns'],
  [999, '999 ns'],
  [1000, '1 µs'],
  [1200, '1.2 µs'],
  [999_499, '999 µs'],
  [999_500, '1 ms'],
  [1e6, '1 ms'],
  [1.25e6, '1.25 ms'],
  [2.04e6, '2 ms'],
  [9.96e6, '10 ms'],
  [12e6, '12 ms'],
  [999.4e6, '999 ms'],
  [999.6e6, '1 s'],
  [1.21e9, '1.21 s'],
  [59.94e9, '60 s'],
  [60e9, '1 min'],
  [125e9, '2 min 5 s'],
  [3599.6e9, '1 h 0 min'],
  [3600e9, '1 h 0 min'],
  [90_000e9, '25 h 0 min'],
  [48 * 3600e9, '2 d'],
  [76 * 3600e9, '3 d 4 h'],
  [36_500 * 86_400e9, '36,500 d'],
  [-5e6, '−5 ms'],
])('%d ns is %s', (nano, text) => {
  expect(formatDuration(nano)).toBe(text);
});

test('never more than three significant digits below a minute, and never a longer text', () => {
  for (let nano = 1; nano < 60e9; nano *= 1.01) {
    expect(formatDuration(Math.round(nano))).toMatch(/^(\d{1,3}|\d\.\d{1,2}) (ns|µs|ms|s)$/);
  }
});
