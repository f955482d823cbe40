import { expect, test } from 'vitest';
import type { TraceSummary } from '../../../src/shared/protocol.ts';
import type { Run, RunId } from '../../../src/shared/run.ts';
import type { UnixNanoText } from '../../../src/shared/time.ts';
import { groupRow, traceGroups } from '../../../src/views/traceGroups.ts';
import { traceRow } from '../../../src/views/traceRow.ts';
import { traceSummary } from './traceSummary.ts';

const all = { isPart: false, isFiltered: false };
const runs = [
  run(3, 'Debug server', 30, undefined, 2),
  run(2, 'with the index', 20, 25, 1, 'command'),
  run(1, 'Clear', 10, 15, 0, 'clear'),
];

test('runs, newest first, with their traces below them', () => {
  const traces = [trace(5, 32, 3), trace(4, 31, 3, { pinned: true }), trace(3, 21, 2), trace(2, 5)];
  expect(picture(runs, traces)).toBe(
    `
Debug server  goes on  2 traces  00:30
  GET /5  storefront  450 ms  25 spans
  GET /4  pinned  storefront  450 ms  25 spans
with the index  1 trace  00:20
  GET /3  storefront  450 ms  25 spans
Without a run  1 trace
  GET /2  storefront  450 ms  25 spans`.trim(),
  );
});

test('traces that came after a run stand before it; the run that goes on is first, even without any', () => {
  expect(picture(runs, [trace(9, 27), trace(3, 21, 2)])).toBe(
    `
Debug server  goes on  2 traces  00:30
Without a run  1 trace
  GET /9  storefront  450 ms  25 spans
with the index  1 trace  00:20
  GET /3  storefront  450 ms  25 spans`.trim(),
  );
});

test('where more traces fit than are here, older runs may have some', () => {
  const names = (facts: typeof all): string[] =>
    traceGroups(runs, [trace(5, 32, 3)], facts).map(({ run: own }) => own?.name ?? 'none');
  expect(names({ ...all, isPart: true })).toEqual(['Debug server', 'with the index']);
  expect(names(all)).toEqual(['Debug server']);
});

test('what is looked for is not in a run without it', () => {
  expect(picture(runs, [trace(3, 21, 2)], { isPart: false, isFiltered: true })).toMatch(/^with the index/);
});

test('a run is a sentence for those who hear it', () => {
  const [first] = traceGroups(runs, [trace(5, 32, 3)], all);
  expect(first && groupRow(first).sentence).toBe('Run Debug server, goes on, 2 traces, started 00:30');
});

function picture(given: readonly Run[], traces: readonly TraceSummary[], facts = all): string {
  return traceGroups(given, traces, facts)
    .flatMap((group) => {
      const { label, description } = groupRow(group);
      const rows = group.traces.map((own) => traceRow(own, at(60)));
      return [`${label}  ${description}`, ...rows.map((own) => `  ${own.label}  ${own.description}`)];
    })
    .join('\n');
}

/** Minutes after midnight, here. */
function at(minute: number): number {
  return new Date(2026, 10, 22, 0, minute).getTime();
}

function run(
  id: number,
  name: string,
  from: number,
  to: number | undefined,
  traces: number,
  kind: Run['kind'] = 'debug',
): Run {
  const times = { startUnixMillis: at(from), ...(to === undefined ? {} : { endUnixMillis: at(to) }) };
  return { id: id as RunId, name, kind, traces, ...times };
}

function trace(number: number, minute: number, of?: number, facts: Partial<TraceSummary> = {}): TraceSummary {
  const startUnixNano = `${at(minute)}000000` as UnixNanoText;
  const own = of === undefined ? {} : { run: of as RunId };
  return traceSummary(number, { root: `GET /${number}`, startUnixNano, ...own, ...facts });
}
