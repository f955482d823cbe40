import { expect, test } from 'vitest';
import { Emitter } from '../../../src/shared/event.ts';
import type { TraceId } from '../../../src/shared/ids.ts';
import type { CollectorChange, TracePage, TraceQuery } from '../../../src/shared/protocol.ts';
import { KnownTraces } from '../../../src/views/knownTraces.ts';
import { TraceArrival } from '../../../src/views/traceArrival.ts';
import { FakeTimer } from './fakeTimer.ts';
import { change, traceId, traceSummary } from './traceSummary.ts';

class FakeCollector {
  readonly there = new Set<TraceId>();
  readonly asked: (readonly TraceId[])[] = [];
  readonly changes = new Emitter<CollectorChange>();
  readonly reconnects = new Emitter<void>();
  readonly onDidChange = this.changes.event;
  readonly onDidReconnect = this.reconnects.event;
  broken = false;
  readonly api = { traces: (query: TraceQuery) => this.#traces(query) };

  async #traces({ traceIds = [] }: TraceQuery): Promise<TracePage> {
    this.asked.push(traceIds);
    if (this.broken) throw new Error('it broke');
    const traces = traceIds
      .filter((id) => this.there.has(id))
      .map((id) => ({ ...traceSummary(1), traceId: id }));
    return { revision: 1, traces, matched: traces.length, total: 1 };
  }
}

test('a known trace is asked for once, an unknown one again after a while', async () => {
  const collector = new FakeCollector();
  const timer = new FakeTimer();
  const known = new KnownTraces(collector.api, timer);
  collector.there.add(traceId(1));
  const ids = [traceId(1), traceId(2), traceId(2)];
  expect([...(await known.of(ids))]).toEqual([traceId(1)]);
  await known.of(ids);
  expect(collector.asked).toEqual([[traceId(1), traceId(2)]]);
  collector.there.add(traceId(2));
  await timer.pass(2_000);
  expect([...(await known.of(ids))]).toEqual([traceId(1), traceId(2)]);
  expect(collector.asked.at(-1)).toEqual([traceId(2)]);
});

test('without an answer nothing is known, and it is asked again; what was cleared is forgotten', async () => {
  const collector = new FakeCollector();
  const known = new KnownTraces(collector.api, new FakeTimer());
  collector.there.add(traceId(1));
  collector.broken = true;
  expect((await known.of([traceId(1)])).size).toBe(0);
  collector.broken = false;
  expect((await known.of([traceId(1)])).size).toBe(1);
  collector.there.clear();
  known.forget();
  expect((await known.of([traceId(1)])).size).toBe(0);
});

test('a trace arrives once the collector has it, and is not waited for any more', async () => {
  const collector = new FakeCollector();
  const timer = new FakeTimer();
  const arrival = new TraceArrival(collector, traceId(1), timer);
  const seen: boolean[] = [];
  void arrival.arrived.then((arrived) => seen.push(arrived));
  await timer.pass(0);
  collector.changes.fire(change({ changedTraces: [traceId(2)] }));
  await timer.pass(1_000);
  expect(collector.asked).toHaveLength(1);
  collector.there.add(traceId(1));
  collector.changes.fire(change({ changedTraces: [traceId(1)] }));
  await timer.pass(1_000);
  expect(seen).toEqual([true]);
  collector.changes.fire(change({ manyTraces: true }));
  await timer.pass(1_000);
  expect(collector.asked).toHaveLength(2);
});

test('a collector that broke is asked again once it is back; who stops waiting is told', async () => {
  const collector = new FakeCollector();
  const timer = new FakeTimer();
  collector.broken = true;
  const arrival = new TraceArrival(collector, traceId(1), timer);
  await timer.pass(1_000);
  collector.broken = false;
  collector.reconnects.fire();
  await timer.pass(1_000);
  expect(collector.asked).toHaveLength(2);
  arrival.dispose();
  expect(await arrival.arrived).toBe(false);
});
