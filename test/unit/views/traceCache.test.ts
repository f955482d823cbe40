import { expect, test } from 'vitest';
import { Emitter } from '../../../src/shared/event.ts';
import type { TraceId } from '../../../src/shared/ids.ts';
import type { CollectorChange } from '../../../src/shared/protocol.ts';
import type { TraceColumns } from '../../../src/shared/traceColumns.ts';
import { TraceCache } from '../../../src/views/traceCache.ts';
import { columnsOf } from './columnsOf.ts';
import { change, traceId } from './traceSummary.ts';

const [a, b, c, d] = [1, 2, 3, 4].map(traceId) as [TraceId, TraceId, TraceId, TraceId];

test('a trace is fetched once, until it changes', async () => {
  const { cache, changes, fetched } = setUp();
  await Promise.all([cache.trace(a), cache.trace(a)]);
  changes.fire(change({ changedTraces: [b] }));
  await cache.trace(a);
  expect(fetched).toEqual([a]);
  changes.fire(change({ changedTraces: [a] }));
  await cache.trace(a);
  expect(fetched).toEqual([a, a]);
});

test.each([{ cleared: true }, { manyTraces: true }])('all are fetched again after %j', async (facts) => {
  const { cache, changes, fetched } = setUp();
  await cache.trace(a);
  changes.fire(change(facts));
  await cache.trace(a);
  expect(fetched).toEqual([a, a]);
});

test('only the traces looked at last are kept', async () => {
  const { cache, fetched } = setUp();
  for (const id of [a, b, c, a, d]) await cache.trace(id);
  await cache.trace(a);
  expect(fetched).toEqual([a, b, c, d]);
  await cache.trace(b);
  expect(fetched).toEqual([a, b, c, d, b]);
});

test('a failure is not kept', async () => {
  const { cache, source, fetched } = setUp();
  source.broken = true;
  await expect(cache.trace(a)).rejects.toThrow('it broke');
  source.broken = false;
  await cache.trace(a);
  expect(fetched).toEqual([a, a]);
});

function setUp() {
  const changes = new Emitter<CollectorChange>();
  const fetched: TraceId[] = [];
  const source = {
    broken: false,
    api: {
      trace: async (query: { traceId: TraceId }): Promise<TraceColumns | undefined> => {
        fetched.push(query.traceId);
        if (source.broken) throw new Error('it broke');
        return columnsOf([{ parent: -1, start: 0, duration: 1 }]);
      },
    },
    onDidChange: changes.event,
    onDidReconnect: new Emitter<void>().event,
  };
  return { cache: new TraceCache(source), changes, source, fetched };
}
