import { expect, test } from 'vitest';
import type { Run, RunId } from '../../../src/shared/run.ts';
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

test('runs by name or number, and what is pinned', () => {
  const runs = [run(3, 'Debug server'), run(2, 'fast'), run(1, 'Debug server')];
  expect(parseTraceFilter('pinned run:fast cart', runs)).toEqual({ pinnedOnly: true, run: 2, text: 'cart' });
  expect(parseTraceFilter('run:"debug server"', runs)).toEqual({ run: 3 });
  expect(parseTraceFilter('run:1', runs)).toEqual({ run: 1 });
  expect(parseTraceFilter('run:deb', runs)).toEqual({ run: 3 });
  expect(parseTraceFilter('run:nowhere', runs)).toEqual({ text: 'run:nowhere' });
  expect(formatTraceFilter({ run: 3 as RunId, pinnedOnly: true }, runs)).toBe('run:"Debug server" pinned');
  // An older one of the same name can only be said by its number.
  expect(formatTraceFilter({ run: 1 as RunId }, runs)).toBe('run:1');
});

function run(id: number, name: string): Run {
  return { id: id as RunId, name, kind: 'command', startUnixMillis: 0, traces: 0 };
}
