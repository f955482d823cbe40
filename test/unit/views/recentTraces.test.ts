import { expect, test } from 'vitest';
import { Emitter } from '../../../src/shared/event.ts';
import type { CollectorChange, TracePage, TraceQuery, TraceSummary } from '../../../src/shared/protocol.ts';
import { RecentTraces, type TracesChange } from '../../../src/views/recentTraces.ts';
import { FakeTimer } from './fakeTimer.ts';
import { change, traceId, traceSummary } from './traceSummary.ts';

test('it asks at most once a second, and tells what differs', async () => {
  const { source, timer, told, queries } = setUp([traceSummary(1)]);
  source.reconnect();
  await timer.pass(0);
  expect(told.splice(0)).toMatchObject([{ reordered: true }]);

  for (let i = 0; i < 10; i++) source.change();
  await timer.pass(1000);
  expect(queries).toHaveLength(2);
  expect(told).toEqual([]);

  source.traces = [traceSummary(2), traceSummary(1, { version: 2 })];
  source.change();
  await timer.pass(1000);
  expect(told.splice(0)).toMatchObject([{ reordered: true }]);

  source.traces = [traceSummary(2), traceSummary(1, { version: 3 })];
  source.change();
  await timer.pass(1000);
  expect(told).toMatchObject([{ reordered: false, changed: [{ traceId: traceId(1) }] }]);
});

test('a filter is asked for, and told as it would be typed', async () => {
  const { traces, timer, queries } = setUp([]);
  const filters: string[] = [];
  traces.onDidChangeFilter((text) => filters.push(text));
  traces.filter = { text: 'pay', errorsOnly: true };
  await timer.pass(1000);
  expect(queries).toEqual([{ text: 'pay', errorsOnly: true, limit: 500 }]);
  expect(filters).toEqual(['pay errors']);
});

test('a failure is reported, and the next change asks again', async () => {
  const { source, timer, traces, problems } = setUp([traceSummary(1)]);
  source.broken = true;
  source.reconnect();
  await timer.pass(1000);
  expect(problems).toEqual(['The traces could not be read: it broke']);
  source.broken = false;
  source.change();
  await timer.pass(1000);
  expect(traces.page.traces).toHaveLength(1);
});

function setUp(initial: readonly TraceSummary[]) {
  const timer = new FakeTimer();
  const source = new FakeSource(initial);
  const problems: string[] = [];
  const traces = new RecentTraces(source, timer, (problem) => problems.push(problem));
  const told: TracesChange[] = [];
  traces.onDidChange((difference) => told.push(difference));
  return { source, timer, traces, told, problems, queries: source.queries };
}

class FakeSource {
  readonly #changes = new Emitter<CollectorChange>();
  readonly #reconnects = new Emitter<void>();
  readonly onDidChange = this.#changes.event;
  readonly onDidReconnect = this.#reconnects.event;
  readonly queries: TraceQuery[] = [];
  traces: readonly TraceSummary[];
  broken = false;

  readonly api = {
    traces: async (query: TraceQuery): Promise<TracePage> => {
      this.queries.push(query);
      if (this.broken) throw new Error('it broke');
      return { revision: 1, traces: this.traces, matched: this.traces.length, total: this.traces.length };
    },
  };

  constructor(traces: readonly TraceSummary[]) {
    this.traces = traces;
  }

  change(): void {
    this.#changes.fire(change());
  }

  reconnect(): void {
    this.#reconnects.fire();
  }
}
