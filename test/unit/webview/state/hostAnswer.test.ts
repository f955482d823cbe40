import { signal } from '@preact/signals';
import { expect, test, vi } from 'vitest';
import type { TraceColumns } from '../../../../src/shared/traceColumns.ts';
import { HostAnswer } from '../../../../webview/state/hostAnswer.ts';
import { makeTraceModel, type TraceModel } from '../../../../webview/state/traceModel.ts';
import { traceOf } from '../../support/traceText.ts';

const columns = traceOf('shop  GET /  0-100');
const modelOf = (part: Partial<TraceColumns> = {}): TraceModel => makeTraceModel({ ...columns, ...part }, []);

test('asks once for each version, and only when somebody looks', async () => {
  vi.useFakeTimers();
  try {
    const model = signal<TraceModel | undefined>(undefined);
    let asked = 0;
    const answer = new HostAnswer(async () => ++asked, model);
    answer.want();
    model.value = modelOf({ version: 1 });
    expect(asked).toBe(0);
    answer.want();
    answer.want();
    await vi.runAllTimersAsync();
    expect([asked, answer.value.value]).toEqual([1, 1]);
    model.value = modelOf({ version: 2 });
    answer.want();
    await vi.runAllTimersAsync();
    expect([asked, answer.value.value]).toEqual([2, 2]);
  } finally {
    vi.useRealTimers();
  }
});

test('another trace begins without an answer', async () => {
  const model = signal<TraceModel | undefined>(modelOf());
  const answer = new HostAnswer(async () => 'logs', model);
  answer.want();
  await vi.waitFor(() => expect(answer.value.value).toBe('logs'));
  model.value = modelOf({ traceId: 'ff'.repeat(16) as TraceColumns['traceId'] });
  expect(answer.value.value).toBeUndefined();
});

test('an answer for a trace that is no longer in view is dropped', async () => {
  const model = signal<TraceModel | undefined>(modelOf());
  let answerLate = (_: string): void => undefined;
  const late = new Promise<string>((resolve) => {
    answerLate = resolve;
  });
  const answer = new HostAnswer(() => late, model);
  answer.want();
  model.value = modelOf({ traceId: 'ff'.repeat(16) as TraceColumns['traceId'] });
  answerLate('of the other');
  await late;
  await Promise.resolve();
  expect(answer.value.value).toBeUndefined();
});

test('a failure is said, and asked again for', async () => {
  vi.useFakeTimers();
  try {
    const answers = [() => Promise.reject(new Error('no connection')), () => Promise.resolve('graph')];
    const answer = new HostAnswer(() => (answers.shift() ?? (async () => 'more'))(), signal(modelOf()));
    answer.want();
    await vi.runAllTimersAsync();
    expect(answer.problem.value).toBe('no connection');
    answer.retry();
    await vi.runAllTimersAsync();
    expect([answer.value.value, answer.problem.value]).toEqual(['graph', '']);
  } finally {
    vi.useRealTimers();
  }
});
