import { expect, test } from 'vitest';
import type { TraceColumns } from '../../../src/shared/traceColumns.ts';
import { clockSkew } from '../../../src/trace/clockSkew.ts';
import { withClocks } from '../../../src/trace/withClocks.ts';
import { textOf, traceOf, traceOfSpans } from '../support/traceText.ts';
import { bigTraces } from './bigTraces.ts';
import { randomSpans, seededRandom } from './randomSpans.ts';

const skewed = `
  shop  checkout  20-120 server
    shop  POST  30-80 client
      bank  charge  10-40 server events=20
        bank  store  12-30
    shop  GET  85-115 client
      bank  balance  60-80 server
`;

test('a server that begins before its client is put into the middle of it, by all calls together', () => {
  expect(offersOf(traceOf(skewed))).toEqual(['bank +30 span 5 of 2']);
});

test('a receiver that begins before its sender is moved to where it was sent', () => {
  const trace = traceOf(`
    shop  send  50-60 producer
      mail  receive  20-90 consumer
  `);
  expect(offersOf(trace)).toEqual(['mail +30 span 1 of 1']);
});

test('a service that is called by one whose clock is moved moves along', () => {
  const trace = traceOf(`
    shop  POST  50-100 client
      bank  charge  10-50 server
        bank  POST  15-45 client
          vault  open  20-40 server
  `);
  expect(offersOf(trace)).toEqual(['bank +45 span 1 of 1', 'vault +45 span 3 of 0']);
});

test.each([
  ['inside its caller', 'shop  POST  0-50 client\n  bank  charge  5-45 server'],
  ['off by less than clocks of one machine are', 'shop  POST  1-50 client\n  bank  charge  0.5-45 server'],
  ['longer than its caller, which did not wait', 'shop  POST  10-50 client\n  bank  charge  5-95 server'],
  ['of the same service', 'shop  POST  50-90 client\n  shop  charge  5-15 server'],
  ['not a call', 'shop  POST  50-90\n  bank  charge  5-15 server'],
])('nothing is offered for a span %s', (_what, text) => {
  expect(offersOf(traceOf(text))).toEqual([]);
});

test('nothing is offered where no one offset would do', () => {
  const trace = traceOf(`
    shop  root  0-500
      shop  POST  50-100 client
        bank  charge  0-40 server
      shop  POST  200-250 client
        bank  charge  260-300 server
  `);
  expect(offersOf(trace)).toEqual([]);
});

test('with the clocks set, the same trace is in order, and its events move along', () => {
  const trace = traceOf(skewed);
  const mended = withClocks(trace, clockSkew(trace));
  expect(textOf(mended)).toBe(
    [
      'shop  checkout  0-100 server',
      '  shop  POST  10-60 client',
      '    bank  charge  20-50 server',
      '      bank  store  22-40',
      '  shop  GET  65-95 client',
      '    bank  balance  70-90 server',
    ].join('\n'),
  );
  expect(mended.eventTime).toEqual(Float64Array.of(30e6));
  expect([...mended.eventOffset]).toEqual([0, 0, 0, 1, 1, 1, 1]);
  expect(mended.startUnixNano).toBe('1700000000020000000');
  expect(mended.durationNano).toBe(100e6);
  expect(clockSkew(mended)).toEqual([]);
});

test('siblings come into the order of their new times', () => {
  const trace = traceOf(`
    a  root  0-100 exception
      b  early  10-20
      a  late  30-40 events=35
    c  lost  5-6 parent=ff
  `);
  expect(textOf(withClocks(trace, [{ service: 'b', nano: 50e6 }]))).toBe(
    ['a  root  0-100 exception', '  a  late  30-40', '  b  early  60-70', 'c  lost  5-6 missingParent'].join(
      '\n',
    ),
  );
});

test('random trees: moving clocks there and back gives the same trace', () => {
  const random = seededRandom(31);
  for (let round = 0; round < 50; round++) {
    const trace = traceOfSpans(randomSpans(random, { count: 1 + Math.floor(random() * 30) }));
    const base = withClocks(trace, []);
    const there = withClocks(base, [{ service: 'service 1', nano: 17 }]);
    const back = withClocks(there, [{ service: 'service 1', nano: -17 }]);
    expect({ ...back, version: 0 }).toEqual({ ...base, version: 0 });
  }
});

test('no spans, no clocks', () => {
  expect(clockSkew(traceOfSpans([]))).toEqual([]);
  expect(withClocks(traceOfSpans([]), []).count).toBe(0);
});

test.each(bigTraces)('100,000 spans in %s', (_name, make) => {
  const trace = make();
  expect(clockSkew(trace)).toEqual([]);
  expect(withClocks(trace, [{ service: '', nano: 5 }]).durationNano).toBe(trace.durationNano);
});

function offersOf(trace: TraceColumns): string[] {
  return clockSkew(trace).map(
    ({ service, nano, evidence, spans }) =>
      `${service} ${nano > 0 ? '+' : ''}${nano / 1e6} span ${evidence} of ${spans}`,
  );
}
