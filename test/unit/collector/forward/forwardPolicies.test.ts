import { afterEach, beforeEach, expect, test } from 'vitest';
import type { ForwardSettings } from '../../../../src/shared/forward.ts';
import { HttpBackEnd } from './backEnd.ts';
import { ForwardYard } from './forwardYard.ts';

let yard: ForwardYard;
let backEnd: HttpBackEnd;

beforeEach(async () => {
  yard = new ForwardYard();
  backEnd = await HttpBackEnd.start();
});

afterEach(async () => {
  yard.close();
  await backEnd.stop();
});

function settings(more: Partial<ForwardSettings> = {}): ForwardSettings {
  return {
    name: 'back end',
    protocol: 'otlp/http',
    endpoint: backEnd.endpoint,
    policies: [{ type: 'status_code', status_code: { status_codes: ['ERROR'] } }],
    decisionWaitSeconds: 5,
    ...more,
  };
}

const error = { code: 2 };

test('a trace is looked at as a whole, some seconds after its first span', async () => {
  yard.configure(settings());
  await yard.sendSpans([
    { trace: '1', id: '1', name: 'good root' },
    { trace: '2', id: '2', name: 'bad root' },
  ]);
  yard.clock.pass(4_000);
  await yard.sendSpans([{ trace: '2', id: '3', parent: '2', name: 'bad child', status: error }]);
  yard.clock.pass(1_199);
  expect(backEnd.requests).toHaveLength(0);
  yard.clock.pass(1);
  await expect.poll(() => backEnd.spans).toEqual([['bad root']]);
  yard.clock.pass(4_000);
  await yard.settled();
  expect(backEnd.spans).toEqual([['bad root'], ['bad child']]);
  expect(yard.text()).toBe('idle, sent 2, sampledOut 1');
});

test('spans that come later follow the decision', async () => {
  yard.configure(settings());
  await yard.sendSpans([
    { trace: '1', id: '1', name: 'good root' },
    { trace: '2', id: '2', name: 'bad root', status: error },
  ]);
  yard.clock.pass(5_200);
  await yard.settled();
  await yard.sendSpans([
    { trace: '1', id: '4', parent: '1', name: 'late and bad', status: error },
    { trace: '2', id: '5', parent: '2', name: 'late and good' },
  ]);
  yard.clock.pass(5_200);
  await yard.settled();
  expect(backEnd.spans).toEqual([['bad root'], ['late and good']]);
  expect(yard.text()).toBe('idle, sent 2, sampledOut 2');
});

test('what came before a restart is not waited for again', async () => {
  yard.configure(settings());
  await yard.sendSpans([
    { trace: '1', id: '1', name: 'good' },
    { trace: '2', id: '2', name: 'bad', status: error },
  ]);
  yard.restart();
  yard.configure(settings());
  yard.linger();
  await yard.settled();
  expect(backEnd.spans).toEqual([['bad']]);
});

test('two forwards decide on their own', async () => {
  yard.configure(settings({ name: 'all', policies: [] }), settings());
  await yard.sendSpans([
    { trace: '1', id: '1', name: 'good' },
    { trace: '2', id: '2', name: 'bad', status: error },
  ]);
  expect(yard.forwards.settledUpTo).toBe(yard.open.store.file.lastRowId - 1);
  yard.linger();
  await yard.settled('all');
  expect(yard.forwards.settledUpTo).toBe(yard.open.store.file.lastRowId - 1);
  yard.clock.pass(5_000);
  await yard.settled();
  expect(backEnd.spans).toEqual([['good', 'bad'], ['bad']]);
  expect(yard.forwards.settledUpTo).toBe(yard.open.store.file.lastRowId);
});

test('a policy that cannot be is refused', () => {
  const policies = [{ type: 'latency', latency: {} }] as never;
  expect(() => yard.configure(settings({ policies }))).toThrow();
  expect(yard.forwards.health()).toEqual([]);
});
