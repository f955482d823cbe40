import { expect, test } from 'vitest';
import type { TracePage, TraceQuery } from '../../../src/shared/protocol.ts';
import type { Run, RunId } from '../../../src/shared/run.ts';
import { GroupedTraces } from '../../../src/views/groupedTraces.ts';
import { traceGroups } from '../../../src/views/traceGroups.ts';
import { traceId, traceSummary } from './traceSummary.ts';

const now = { id: 2 as RunId, name: 'now', kind: 'debug', startUnixMillis: 5, traces: 900 } satisfies Run;
const before: Run = { ...now, id: 1 as RunId, name: 'before', endUnixMillis: 4, traces: 3 };

test('traces of an older run are asked for when it is opened, with what is filtered for', async () => {
  const asked: TraceQuery[] = [];
  const page: TracePage = {
    revision: 1,
    traces: [traceSummary(9, { run: now.id })],
    matched: 903,
    total: 903,
  };
  const grouped = new GroupedTraces(
    {
      traces: async (query) => {
        asked.push(query);
        return { ...page, traces: [traceSummary(3, { run: before.id })] };
      },
    },
    {
      page,
      filter: { errorsOnly: true },
      filterText: 'errors',
      find: (id) => page.traces.find((trace) => trace.traceId === id),
    },
    { all: [now, before] },
  );
  expect(await grouped.children('run:2')).toEqual([traceId(9)]);
  expect(asked).toEqual([]);
  expect(await grouped.children('run:1')).toEqual([traceId(3)]);
  expect(asked).toEqual([{ errorsOnly: true, run: 1, limit: 200 }]);
  expect(grouped.find(traceId(3))?.run).toBe(1);
  expect(grouped.elementOf(traceId(3))).toBe('run:1');
  expect(grouped.elementOf(traceId(4))).toBeUndefined();
  expect(traceGroups([now, before], page.traces, { isPart: true, isFiltered: true })).toHaveLength(2);
});
