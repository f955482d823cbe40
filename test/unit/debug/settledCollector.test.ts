import { expect, test } from 'vitest';
import { settledCollector } from '../../../src/debug/settledCollector.ts';
import type { CollectorStatus } from '../../../src/shared/collectorStatus.ts';
import { Emitter } from '../../../src/shared/event.ts';
import { FakeTimer } from '../views/fakeTimer.ts';

const ready: CollectorStatus = { kind: 'ready', grpc: '127.0.0.1:4317', http: '127.0.0.1:4318' };

test('a collector that is there is not waited for', async () => {
  expect(await settledCollector(collector(ready), new FakeTimer())).toBe(ready);
});

test('one that is being started is waited for, but not for ever', async () => {
  const starting = collector({ kind: 'connecting' });
  const settled = settledCollector(starting, new FakeTimer());
  starting.become({ kind: 'connecting' });
  starting.become(ready);
  expect(await settled).toBe(ready);
  const timer = new FakeTimer();
  const late = settledCollector(collector({ kind: 'connecting' }), timer);
  await timer.pass(6000);
  expect((await late).kind).toBe('connecting');
});

function collector(first: CollectorStatus) {
  const changes = new Emitter<CollectorStatus>();
  let status = first;
  return {
    get status() {
      return status;
    },
    onDidChangeStatus: changes.event,
    become: (next: CollectorStatus) => {
      status = next;
      changes.fire(next);
    },
  };
}
