import { expect, test } from 'vitest';
import { allCollapsed, allExpanded, saveFolds, withSpans } from '../../../../webview/state/folds.ts';
import { makeTraceModel } from '../../../../webview/state/traceModel.ts';
import { traceOfSpans } from '../../support/traceText.ts';
import { chainOf } from '../../trace/randomSpans.ts';

test('what is saved of folds grows with what the user did, not with the trace', () => {
  const model = makeTraceModel(traceOfSpans(chainOf(5000)), []);
  const length = (folds: ReturnType<typeof allExpanded>): number =>
    JSON.stringify(saveFolds(folds, model)).length;
  const id = 20;
  expect(length(allExpanded(model))).toBeLessThan(100);
  expect(length(allCollapsed(model))).toBeLessThan(100);
  expect(length(withSpans(allCollapsed(model), [7, 8], 0))).toBeLessThan(100 + 2 * id);
  expect(length(withSpans(allExpanded(model), [7, 8], 1))).toBeLessThan(100 + 2 * id);
});

test('what is told later is told once', () => {
  const model = makeTraceModel(traceOfSpans(chainOf(10)), []);
  expect(model.path).toBe(model.path);
  expect(model.findings).toBe(model.findings);
  expect(model.facts.pathSpans).toBe(10);
});
