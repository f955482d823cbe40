import { expect, test } from 'vitest';
import type { TraceId } from '../../../../src/shared/ids.ts';
import { packTrace } from '../../../../src/shared/packedTrace.ts';
import type { CompareChoice, ShownTrace } from '../../../../src/shared/waterfallProtocol.ts';
import { serviceOrder } from '../../../../src/trace/serviceOrder.ts';
import { ComparedTrace } from '../../../../webview/state/comparedTrace.ts';
import { makeTraceModel } from '../../../../webview/state/traceModel.ts';
import { ViewState } from '../../../../webview/state/viewState.ts';
import { traceOf } from '../../support/traceText.ts';
import { plainTheme } from './plainTheme.ts';

const now = traceOf('shop  GET /  0-100\n  db  SELECT  10-90');
const before = {
  ...traceOf('shop  GET /  0-50\n  db  SELECT  10-40'),
  traceId: 'be'.padEnd(32, '0') as TraceId,
};

test('what the user chooses is shown in the tab of its own', async () => {
  const { view, compared, asked } = open(before);
  await compared.choose({ kind: 'previousRun' });
  expect(asked).toEqual([{ kind: 'previousRun' }]);
  expect(view.tab.value).toBe('compare');
  expect(view.comparedTo.value).toBe(before.traceId);
  expect(compared.comparison.value?.rows.map(({ kind }) => kind)).toEqual(['slower', 'slower']);
});

test('choosing nothing changes nothing', async () => {
  const { view, compared } = open(undefined);
  await compared.choose({ kind: 'pick' });
  expect([view.tab.value, compared.before.value, compared.problem.value]).toEqual([
    'waterfall',
    undefined,
    '',
  ]);
});

test('says why there is nothing to compare with', async () => {
  const { compared } = open(new Error('This is the first run.'));
  await compared.choose({ kind: 'previousRun' });
  expect([compared.problem.value, compared.isAsking.value]).toEqual(['This is the first run.', false]);
});

test('an answer that comes when another trace is in view is dropped', async () => {
  const { view, compared } = open(before);
  const asking = compared.choose({ kind: 'previousRun' });
  view.model.value = makeTraceModel(before, []);
  await asking;
  expect(compared.before.value).toBeUndefined();
});

test('after a reload the trace is asked for by its id, once', async () => {
  const { view, compared, asked } = open(before);
  view.comparedTo.value = before.traceId;
  compared.restore();
  compared.restore();
  await expect.poll(() => compared.before.value?.columns.traceId).toBe(before.traceId);
  compared.restore();
  expect(asked).toEqual([{ kind: 'trace', traceId: before.traceId }]);
});

function open(answer: typeof before | undefined | Error) {
  const asked: CompareChoice[] = [];
  const view = new ViewState(plainTheme);
  view.model.value = makeTraceModel(now, serviceOrder(now));
  const compareWith = async (choice: CompareChoice): Promise<ShownTrace | undefined> => {
    asked.push(choice);
    if (answer instanceof Error) throw answer;
    return answer && { packed: packTrace(answer), services: serviceOrder(answer) };
  };
  return { view, asked, compared: new ComparedTrace({ compareWith }, view) };
}
