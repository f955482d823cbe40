import { expect, test } from 'vitest';
import { formatDuration } from '../../../src/shared/duration.ts';
import type { TraceColumns } from '../../../src/shared/traceColumns.ts';
import { bottlenecks } from '../../../src/trace/bottlenecks.ts';
import { criticalPath } from '../../../src/trace/criticalPath.ts';
import { traceOf, traceOfSpans } from '../support/traceText.ts';

test('a slow call, repeated statements and own work, the greatest saving first', () => {
  const inserts = Array.from(
    { length: 12 },
    (_, i) => `      payments  INSERT ledger  ${300 + 5 * i}-${304 + 5 * i} client`,
  );
  const trace = traceOf(
    [
      'shop  POST /checkout  0-450 server',
      '  shop  cache GET  2-4',
      '  payments  charge  10-400 server',
      '    payments  POST stripe  20-230 client error',
      ...inserts.map((line) => line.slice(2)),
    ].join('\n'),
  );
  expect(findingsOf(trace)).toEqual([
    '−210 ms POST stripe (3, 1)',
    '−132 ms charge, outside its children (2, 1)',
    '−58 ms POST /checkout, outside its children (0, 1)',
    '−48 ms 12 × INSERT ledger, one by one (4, 12)',
  ]);
});

test('what runs beside the critical path saves nothing', () => {
  const trace = traceOf(`
    a  root  0-100
      a  waited for  0-100
      a  beside  0-60
      a  beside too  1-58
  `);
  expect(findingsOf(trace)).toEqual(['−40 ms waited for (1, 1)']);
});

test('less than a twentieth of the root, and less than a millisecond, is no finding', () => {
  const lines = (milliseconds: number): TraceColumns =>
    traceOfSpans([
      { id: '1', name: 'root', start: 0, end: milliseconds * 1e6 },
      { id: '2', parent: '1', name: 'most', start: 0, end: milliseconds * 0.96e6 },
    ]);
  expect(findingsOf(lines(100))).toEqual(['−96 ms most (1, 1)']);
  expect(findingsOf(lines(0.9))).toEqual([]);
});

test('that a root alone took all the time of its trace is no finding', () => {
  expect(findingsOf(traceOf('a  root  0-100'))).toEqual([]);
});

test('five findings at most, and none in a trace without spans', () => {
  const lines = Array.from({ length: 9 }, (_, i) => `  a  step ${i}  ${10 * i}-${10 * i + 10 - i / 10}`);
  expect(findingsOf(traceOf(['a  root  0-90', ...lines].join('\n')))).toHaveLength(5);
  expect(findingsOf(traceOfSpans([]))).toEqual([]);
});

function findingsOf(trace: TraceColumns): string[] {
  return bottlenecks(trace, criticalPath(trace)).map(
    ({ saveNano, text, spans }) => `−${formatDuration(saveNano)} ${text} (${spans.first}, ${spans.count})`,
  );
}
