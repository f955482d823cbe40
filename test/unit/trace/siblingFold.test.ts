import { expect, test } from 'vitest';
import type { TraceColumns } from '../../../src/shared/traceColumns.ts';
import { siblingGroups } from '../../../src/trace/siblingFold.ts';
import { traceOf, traceOfSpans } from '../support/traceText.ts';
import { wideOf } from './randomSpans.ts';

const children = (lines: readonly string[]): TraceColumns =>
  traceOf(['a  root  0-1000', ...lines.map((line) => `  ${line}`)].join('\n'));
const inserts = (from: number, count: number): string[] =>
  Array.from({ length: count }, (_, i) => `db  INSERT  ${from + 10 * i}-${from + 10 * i + 8} client`);

test('five equal leaves one after the other are a group, four are none', () => {
  expect(siblingGroups(children(inserts(0, 5)))).toEqual([{ first: 1, count: 5, sum: 40e6 }]);
  expect(siblingGroups(children(inserts(0, 4)))).toEqual([]);
});

test('something else between them makes two groups of one', () => {
  const between = children([...inserts(0, 6), 'db  COMMIT  60-65 client', ...inserts(70, 7)]);
  expect(siblingGroups(between)).toEqual([
    { first: 1, count: 6, sum: 48e6 },
    { first: 8, count: 7, sum: 56e6 },
  ]);
});

test.each([
  ['another name', 'db  SELECT  50-58 client'],
  ['another service', 'db2  INSERT  50-58 client'],
  ['another kind', 'db  INSERT  50-58'],
  ['a child of its own', 'db  INSERT  50-58 client\n    db  inner  51-52'],
])('%s ends a group', (_what, line) => {
  expect(siblingGroups(children([...inserts(0, 5), line]))).toEqual([{ first: 1, count: 5, sum: 40e6 }]);
});

test('siblings that run at the same time are no group', () => {
  const parallel = Array.from({ length: 6 }, (_, i) => `db  INSERT  ${i}-${i + 8} client`);
  expect(siblingGroups(children(parallel))).toEqual([]);
});

test('starts in whole milliseconds may seem to overlap by one', () => {
  const coarse = [0, 2, 4, 6, 8].map((at) => `db  INSERT  ${at}-${at + 2.9} client`);
  expect(siblingGroups(children(coarse))).toMatchObject([{ first: 1, count: 5 }]);
  const fine = [0.1, 2.1, 4.1, 6.1, 8.1].map((at) => `db  INSERT  ${at}-${at + 2.9} client`);
  expect(siblingGroups(children(fine))).toEqual([]);
});

test('spans of the first level are no siblings', () => {
  expect(siblingGroups(traceOf(inserts(0, 6).join('\n')))).toEqual([]);
});

test('100,000 siblings are one group', () => {
  expect(siblingGroups(traceOfSpans(wideOf(100_001)))).toEqual([{ first: 1, count: 100_000, sum: 1e6 }]);
});
