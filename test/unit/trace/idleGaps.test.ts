import { expect, test } from 'vitest';
import { idleGaps } from '../../../src/trace/idleGaps.ts';
import { traceOf, traceOfSpans } from '../support/traceText.ts';
import { bigTraces } from './bigTraces.ts';

const gapsOf = (text: string): string[] =>
  idleGaps(traceOf(text)).map(({ startNano, endNano }) => `${startNano / 1e6}-${endNano / 1e6}`);

test('times in which nothing ran, of a twentieth of the trace or more', () => {
  expect(
    gapsOf(`
      a  one  0-10
        a  goes on  5-30
      a  two  40-50
      a  three  54-90
      b  four  95-100
    `),
  ).toEqual(['30-40', '90-95']);
});

test('a root that spans all leaves none, and no spans have none', () => {
  expect(gapsOf('a  root  0-100\n  a  one  0-10\n  a  two  90-100')).toEqual([]);
  expect(idleGaps(traceOfSpans([]))).toEqual([]);
});

test.each(bigTraces)('100,000 spans in %s', (_name, make) => {
  expect(idleGaps(make())).toEqual([]);
});
