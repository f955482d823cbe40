import { expect, test } from 'vitest';
import type { TraceLogs } from '../../../../src/shared/traceLogs.ts';
import { logCounts } from '../../../../webview/state/logCounts.ts';
import { timeWords } from '../../../../webview/state/timeWords.ts';
import { makeTraceModel } from '../../../../webview/state/traceModel.ts';
import { traceOf } from '../../support/traceText.ts';

const model = makeTraceModel(
  traceOf(`
    shop  GET /  0-100
      "  load  10-70
      "  beside  10-40
      "  last  70-100
  `),
  [],
);

test('what the time of a span means for its trace', () => {
  expect([0, 1, 2].map((span) => timeWords(model, span))).toEqual([
    [
      'On the critical path for 10 ms',
      'Without it the trace ends at most 100 ms earlier',
      '1.3 of its children run at a time',
    ],
    ['On the critical path for 60 ms', 'Without it the trace ends at most 30 ms earlier'],
    ['Could take 30 ms longer for free'],
  ]);
});

test('log records count for their span, where it is there', () => {
  const record = (spanId: string | undefined) => ({ spanId }) as TraceLogs['records'][number];
  const records = [
    record(model.idOf(1)),
    record(model.idOf(1)),
    record(undefined),
    record('00000000000000aa'),
  ];
  expect([...logCounts(model, { records, complete: true })]).toEqual([0, 2, 0, 0]);
});
