import { expect, test } from 'vitest';
import { ensureExists } from '../../../src/shared/assert.ts';
import type { TraceColumns } from '../../../src/shared/traceColumns.ts';
import { selfTimes } from '../../../src/trace/selfTime.ts';
import { textOf, traceOf, traceOfSpans } from '../support/traceText.ts';
import { chainOf, randomSpans, seededRandom, wideOf } from './randomSpans.ts';

test('children that overlap count once, and only inside their parent', () => {
  const trace = traceOf(`
    a  parent  10-100
      a  early  0-20
      a  first  30-50
        a  inner  30-45
      a  second  40-60
      a  inside the second  41-42
      a  late  90-130
      a  after  110-120
  `);
  const self = selfTimes(trace);
  expect(textOf(trace, (index) => `self=${(self[index] ?? 0) / 1e6}`)).toBe(
    [
      'a  parent  10-100 self=40',
      '  a  early  0-20 self=20',
      '  a  first  30-50 self=5',
      '    a  inner  30-45 self=15',
      '  a  second  40-60 self=20',
      '  a  inside the second  41-42 self=1',
      '  a  late  90-130 self=40',
      '  a  after  110-120 self=10',
    ].join('\n'),
  );
});

test('random trees: the same as looking at each nanosecond', () => {
  const random = seededRandom(3);
  for (let round = 0; round < 200; round++) {
    const trace = traceOfSpans(randomSpans(random, { count: 20, broken: true }));
    expect([...selfTimes(trace)]).toEqual(selfTimesByInstant(trace));
  }
});

test.each([
  ['chain', chainOf(100_000), 2],
  ['wide', wideOf(100_000), 10],
])('100,000 spans in a %s', (_name, spans, rootSelf) => {
  expect(selfTimes(traceOfSpans(spans))[0]).toBe(rootSelf);
});

function selfTimesByInstant({ count, parent, start, duration }: TraceColumns): number[] {
  const runs = (span: number, instant: number): boolean => {
    const from = ensureExists(start[span]);
    return instant >= from && instant < from + ensureExists(duration[span]);
  };
  return Array.from({ length: count }, (_, span) => {
    let self = 0;
    for (let instant = 0; instant < 100; instant++) {
      const childRuns = Array.from(parent.keys()).some((i) => parent[i] === span && runs(i, instant));
      if (runs(span, instant) && !childRuns) self++;
    }
    return self;
  });
}
