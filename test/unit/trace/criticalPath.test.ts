import { expect, test } from 'vitest';
import { ensureExists } from '../../../src/shared/assert.ts';
import type { TraceColumns } from '../../../src/shared/traceColumns.ts';
import { criticalPath } from '../../../src/trace/criticalPath.ts';
import { traceOf, traceOfSpans } from '../support/traceText.ts';
import { chainOf, randomSpans, seededRandom, wideOf } from './randomSpans.ts';

test('the time belongs to the child that ended last, and before it to the one that ended before it began', () => {
  expect(
    pathOf(`
      shop  checkout  0-100 server
        shop  reserve  10-30
        shop  pay  40-90
          bank  charge  50-80
        shop  log  35-60
    `),
  ).toEqual([
    '0-10 checkout',
    '10-30 reserve',
    '30-40 checkout',
    '40-50 pay',
    '50-80 charge',
    '80-90 pay',
    '90-100 checkout',
  ]);
});

test('a child that ends exactly where the next one starts is on the path', () => {
  expect(
    pathOf(`
      a  root  0-30
        a  one  0-10
        a  two  10-20
        a  three  20-30
    `),
  ).toEqual(['0-10 one', '10-20 two', '20-30 three']);
});

test('children that overlap by less than a hundredth of their parent count as sequential', () => {
  const withOverlap = (overlap: number): string[] =>
    pathOf(`
      a  root  0-100
        a  one  0-${50 + overlap}
        a  two  50-100
    `);
  expect(withOverlap(1)).toEqual(['0-50 one', '50-100 two']);
  expect(withOverlap(2)).toEqual(['0-50 root', '50-100 two']);
});

test('of children that end together the longest is on the path', () => {
  expect(
    pathOf(`
      a  root  0-50
        a  long  5-50
        a  short  40-50
    `),
  ).toEqual(['0-5 root', '5-50 long']);
});

test('nobody waits for consumers of a message, nor for what starts when its parent has ended', () => {
  expect(
    pathOf(`
      a  root  0-50
        a  send  10-20 producer
          b  receive  12-50 consumer
        a  later  20-30
          a  after later  35-45
    `),
  ).toEqual(['0-10 root', '10-20 send', '20-30 later', '30-50 root']);
});

test('what sticks out of its parent is cut', () => {
  expect(
    pathOf(`
      a  root  10-50
        a  early  0-20
        a  late  40-90
          a  inner  60-80
    `),
  ).toEqual(['10-20 early', '20-40 root', '40-50 late']);
});

test('the longest root counts, whatever else is as long whose parent is missing', () => {
  expect(
    pathOf(`
      a  lost  0-90 parent=ff
      a  short root  1-5
      a  root  5-15
        a  child  6-8
    `),
  ).toEqual(['5-6 root', '6-8 child', '8-15 root']);
});

test('without a root the longest span of the first level stands in', () => {
  expect(
    pathOf(`
      a  lost  0-20 parent=ff
      a  longest  10-60 parent=fe
        a  child  20-30
    `),
  ).toEqual(['10-20 longest', '20-30 child', '30-60 longest']);
});

test('a trace without spans, and one that took no time, have no sections', () => {
  expect(criticalPath(traceOfSpans([]))).toMatchObject({ root: undefined });
  expect(pathOf('a  instant  5-5')).toEqual([]);
});

test('random trees: sections are disjoint, in order, and sum to the duration of the root', () => {
  const random = seededRandom(4);
  for (let round = 0; round < 200; round++) {
    const trace = traceOfSpans(randomSpans(random, { count: 1 + Math.floor(random() * 40), broken: true }));
    const { root, sections, total } = criticalPath(trace);
    const start = ensureExists(trace.start[ensureExists(root)]);
    let time = start;
    for (const [i, span] of sections.span.entries()) {
      const from = ensureExists(trace.start[span]);
      expect(sections.start[i]).toBe(time);
      expect(from).toBeLessThanOrEqual(time);
      time = ensureExists(sections.end[i]);
      expect(from + ensureExists(trace.duration[span])).toBeGreaterThanOrEqual(time);
    }
    expect(time - start).toBe(trace.duration[ensureExists(root)]);
    expect(total.reduce((sum, value) => sum + value, 0)).toBe(time - start);
  }
});

test('random trees: the same as the definition, followed by recursion', () => {
  const random = seededRandom(5);
  for (let round = 0; round < 200; round++) {
    const trace = traceOfSpans(randomSpans(random, { count: 1 + Math.floor(random() * 30) }));
    const { root, sections } = criticalPath(trace);
    const found = Array.from(sections.span, (span, i) => [span, sections.start[i], sections.end[i]]);
    expect(found).toEqual(pathByDefinition(trace, ensureExists(root)));
  }
});

test.each([
  ['chain', chainOf(100_000), 199_999],
  ['wide', wideOf(100_000), 100_000],
])('100,000 spans in a %s', (_name, spans, sectionCount) => {
  const { sections } = criticalPath(traceOfSpans(spans));
  expect(sections.span.length).toBe(sectionCount);
  expect(sections.start[0]).toBe(0);
});

type Section = [span: number, start: number, end: number];

function pathByDefinition({ parent, start, duration, kind }: TraceColumns, root: number): Section[] {
  const sections: Section[] = [];
  const childrenOf = (span: number): number[] => [...parent.keys()].filter((i) => parent[i] === span);
  const follow = (span: number, from: number, to: number, until: number): void => {
    let time = until;
    const blocking = childrenOf(span)
      .filter((child) => !(kind[span] === 4 && kind[child] === 5))
      .map((child) => {
        const begins = ensureExists(start[child]);
        const ends = begins + ensureExists(duration[child]);
        return { child, begin: Math.max(begins, from), end: Math.min(ends, to) };
      })
      .filter(({ begin, end }) => begin < end)
      .sort((a, b) => b.end - a.end || a.begin - b.begin || a.child - b.child);
    for (;;) {
      const allowed = time + (to - from) / 100;
      const next = blocking.find(({ begin, end }) => begin < time && end <= allowed);
      const ownFrom = next === undefined ? from : Math.min(time, next.end);
      if (ownFrom < time) sections.unshift([span, ownFrom, time]);
      if (next === undefined) return;
      follow(next.child, next.begin, next.end, ownFrom);
      time = next.begin;
    }
  };
  const begin = ensureExists(start[root]);
  const end = begin + ensureExists(duration[root]);
  follow(root, begin, end, end);
  return sections;
}

function pathOf(text: string): string[] {
  const trace: TraceColumns = traceOf(text);
  const { sections } = criticalPath(trace);
  return Array.from(sections.span, (span, i) => {
    const times = `${ensureExists(sections.start[i]) / 1e6}-${ensureExists(sections.end[i]) / 1e6}`;
    return `${times} ${trace.strings[trace.name[span] ?? 0]}`;
  });
}
