import { expect, test } from 'vitest';
import { concurrency } from '../../../src/trace/concurrency.ts';
import { textOf, traceOf, traceOfSpans } from '../support/traceText.ts';
import { bigTraces } from './bigTraces.ts';

test('children at the same time, one after the other, and none', () => {
  const trace = traceOf(`
    a  root  0-100
      a  parallel  0-40
        a  one  0-40
        a  two  0-20
        a  outside  50-70
      a  in turn  50-90
        a  first  50-70
        a  second  70-90
  `);
  const { of, ofTrace } = concurrency(trace);
  expect(textOf(trace, (i) => (of[i] === 0 ? '' : `at once=${of[i]}`))).toBe(
    [
      'a  root  0-100 at once=1',
      '  a  parallel  0-40 at once=1.5',
      '    a  one  0-40',
      '    a  two  0-20',
      '    a  outside  50-70',
      '  a  in turn  50-90 at once=1',
      '    a  first  50-70',
      '    a  second  70-90',
    ].join('\n'),
  );
  expect(ofTrace).toBe(120 / 80);
});

test('no spans, and spans that take no time, have none', () => {
  expect(concurrency(traceOfSpans([]))).toEqual({ of: new Float64Array(0), ofTrace: 0 });
  expect(concurrency(traceOf('a  root  0-0\n  a  child  0-0'))).toEqual({
    of: new Float64Array(2),
    ofTrace: 0,
  });
});

test.each(bigTraces)('100,000 spans in %s', (_name, make) => {
  expect(concurrency(make()).of).toHaveLength(100_000);
});
