import { expect, test } from 'vitest';
import type { CollectorStatus } from '../../../src/shared/collectorStatus.ts';
import { Emitter } from '../../../src/shared/event.ts';
import type { CollectorApi, CollectorChange, Health } from '../../../src/shared/protocol.ts';
import { CollectorTraffic } from '../../../src/views/collectorTraffic.ts';
import { type CollectorConnection, CurrentCollector } from '../../../src/views/currentCollector.ts';
import { FakeTimer, settled } from './fakeTimer.ts';
import { change } from './traceSummary.ts';

test('nobody notices that the connection was replaced, but for the reconnection', async () => {
  const { made, collector } = setUp();
  const told: string[] = [];
  collector.onDidChangeStatus((status) => told.push(status.kind));
  collector.onDidReconnect(() => told.push('reconnected'));
  collector.onDidChange(({ revision }) => told.push(`revision ${revision}`));

  await collector.start();
  made[0]?.changes.fire(change({ revision: 1 }));
  await collector.replace();
  made[0]?.changes.fire(change({ revision: 2 }));
  made[1]?.changes.fire(change({ revision: 3 }));

  expect(told).toEqual(['ready', 'reconnected', 'revision 1', 'ready', 'reconnected', 'revision 3']);
  expect(made.map(({ disposed }) => disposed)).toEqual([true, false]);
  expect(await collector.api.health()).toMatchObject({ pid: 2 });
});

test('a collector that cannot be had is a status, not an exception', async () => {
  const { made, collector } = setUp('failed');
  await collector.start();
  expect(collector.status).toEqual({ kind: 'failed', reason: 'It broke.' });
  await expect(collector.restart()).rejects.toThrow('It broke.');
  expect(made).toHaveLength(2);
});

test('a restart stops the running one, and takes the settings as they are then', async () => {
  const { made, collector } = setUp();
  await collector.start();
  await collector.restart();
  expect(made.map(({ stopped }) => stopped)).toEqual([true, false]);
});

test('the rate falls to nothing when the collector says nothing any more', async () => {
  const { made, collector } = setUp();
  const timer = new FakeTimer();
  const traffic = new CollectorTraffic(collector, timer);
  await collector.start();
  await settled();
  expect(traffic.current).toMatchObject({ spansPerSecond: 0, spans: 7 });
  made[0]?.changes.fire(change({ spansPerSecond: 300 }));
  await timer.pass(1900);
  expect(traffic.current?.spansPerSecond).toBe(300);
  await timer.pass(200);
  expect(traffic.current?.spansPerSecond).toBe(0);
});

function setUp(outcome: 'ready' | 'failed' = 'ready') {
  const made: FakeConnection[] = [];
  const collector = new CurrentCollector(() => {
    const connection = new FakeConnection(made.length + 1, outcome);
    made.push(connection);
    return connection;
  });
  return { made, collector };
}

class FakeConnection implements CollectorConnection {
  readonly changes = new Emitter<CollectorChange>();
  readonly #states = new Emitter<CollectorStatus>();
  readonly onDidChange = this.changes.event;
  readonly onDidChangeState = this.#states.event;
  readonly #outcome: 'ready' | 'failed';
  readonly api: CollectorApi;
  state: CollectorStatus = { kind: 'connecting' };
  disposed = false;
  stopped = false;

  constructor(pid: number, outcome: 'ready' | 'failed') {
    this.#outcome = outcome;
    const health = { pid, spans: 7, traces: 1, paused: false, spansPerSecond: 0 } as Health;
    const api: Partial<CollectorApi> = {
      health: async () => health,
      stop: async () => {
        this.stopped = true;
      },
    };
    this.api = api as CollectorApi;
  }

  async connect(): Promise<void> {
    const failed = this.#outcome === 'failed';
    this.state = failed ? { kind: 'failed', reason: 'It broke.' } : { kind: 'ready', grpc: '', http: '' };
    this.#states.fire(this.state);
    if (failed) throw new Error('It broke.');
  }

  restart(): Promise<void> {
    return this.connect();
  }

  dispose(): void {
    this.disposed = true;
    this.changes.dispose();
  }
}
