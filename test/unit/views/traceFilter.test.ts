import { expect, test } from 'vitest';
import { formatTraceFilter, parseTraceFilter } from '../../../src/views/traceFilter.ts';

test.each([
  ['', {}, ''],
  ['checkout', { text: 'checkout' }, 'checkout'],
  ['POST /a b', { text: 'POST /a b' }, 'POST /a b'],
  ['service:payments', { service: 'payments' }, 'service:payments'],
  ['service:"my shop" x', { service: 'my shop', text: 'x' }, 'x service:"my shop"'],
  ['errors', { errorsOnly: true }, 'errors'],
  ['Error', { errorsOnly: true }, 'errors'],
  ['>50ms', { minDurationNano: 50e6 }, '>50ms'],
  ['>=1.5s', { minDurationNano: 1.5e9 }, '>1.5s'],
  ['>50', { minDurationNano: 50e6 }, '>50ms'],
  ['>1min pay errors', { minDurationNano: 60e9, text: 'pay', errorsOnly: true }, 'pay errors >1min'],
  ['>fast', { text: '>fast' }, '>fast'],
  ['service:', { text: 'service:' }, 'service:'],
])('"%s" is read, and written again as it would be typed', (typed, filter, written) => {
  expect(parseTraceFilter(typed)).toEqual(filter);
  expect(formatTraceFilter(parseTraceFilter(typed))).toBe(written);
});

test('what was written reads the same', () => {
  const filter = parseTraceFilter('pay now service:"my shop" errors >2min');
  expect(parseTraceFilter(formatTraceFilter(filter))).toEqual(filter);
});
