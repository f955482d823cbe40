import { expect, test } from 'vitest';
import { compareChoices } from '../../../src/views/compareChoices.ts';
import { traceId, traceSummary } from './traceSummary.ts';

test('traces of the same root come first, then recent ones, each once, and never the trace itself', () => {
  const others = [traceSummary(3), traceSummary(1), traceSummary(2)];
  const recent = [traceSummary(1), traceSummary(5), traceSummary(3), traceSummary(4)];
  const choices = compareChoices(traceId(1), others, recent);
  expect(choices.same.map((trace) => trace.traceId)).toEqual([traceId(3), traceId(2)]);
  expect(choices.recent.map((trace) => trace.traceId)).toEqual([traceId(5), traceId(4)]);
});

test('where there is nothing else, there is nothing to choose', () => {
  expect(compareChoices(traceId(1), [], [traceSummary(1)])).toEqual({ same: [], recent: [] });
});
