import { expect, test } from 'vitest';
import { ensureExists } from '../../../src/shared/assert.ts';
import type { TraceColumns } from '../../../src/shared/traceColumns.ts';
import { criticalPath } from '../../../src/trace/criticalPath.ts';
import { selfTimes } from '../../../src/trace/selfTime.ts';
import {
  groupByColumn,
  groupByName,
  groupByOperation,
  groupByService,
  groupBySite,
  type SpanGroups,
} from '../../../src/trace/spanGroups.ts';
import { type StatisticsRow, statistics } from '../../../src/trace/statistics.ts';
import { traceOf, traceOfSpans } from '../support/traceText.ts';
import { bigTraces } from './bigTraces.ts';
import { randomSpans, seededRandom } from './randomSpans.ts';

const checkout = traceOf(`
  shop  POST /checkout  0-100 server site=1
    shop  SELECT  5-15 client error site=2
    shop  SELECT  15-35 client site=3
    bank  charge  30-90 server site=4
      bank  SELECT  40-70 client
`);

test('rows by operation, the greatest sum of durations first', () => {
  expect(rowsOf(checkout, groupByOperation(checkout))).toEqual([
    'shop POST /checkout ×1 total 100 wall 100 self 15 p50 100 p95 100 max 100 critical 30 first 0',
    'bank charge ×1 total 60 wall 60 self 30 p50 60 p95 60 max 60 critical 30 first 3',
    'shop SELECT ×2 failed 1 total 30 wall 30 self 30 p50 10 p95 20 max 20 critical 10 first 2',
    'bank SELECT ×1 total 30 wall 30 self 30 p50 30 p95 30 max 30 critical 30 first 4',
  ]);
});

test('spans inside each other count each in the total, and once in the wall time', () => {
  expect(rowsOf(checkout, groupByService(checkout))).toEqual([
    'shop ×3 failed 1 total 130 wall 100 self 45 p50 20 p95 100 max 100 critical 40 first 0',
    'bank ×2 total 90 wall 60 self 60 p50 30 p95 60 max 60 critical 60 first 3',
  ]);
});

test('groups by name, by line and by attribute; spans without are in none', () => {
  const names = (groups: SpanGroups): string[] =>
    statistics(checkout, groups, timesOf(checkout)).map(({ name, count }) => `${name} ×${count}`);
  expect(names(groupByName(checkout))).toEqual(['POST /checkout ×1', 'SELECT ×3', 'charge ×1']);
  const lines = [undefined, 'checkout.ts:3', 'items.ts:7', 'items.ts:7'];
  expect(names(groupBySite(checkout, (site) => lines[site]))).toEqual(['checkout.ts:3 ×1', 'items.ts:7 ×2']);
  const column = { key: 'table', value: Uint32Array.of(0, 2, 1, 0, 2), values: ['users', 'items', 'unused'] };
  expect(names(groupByColumn(column))).toEqual(['items ×2', 'users ×1']);
});

test('a trace without spans has no rows', () => {
  const empty = traceOfSpans([]);
  expect(statistics(empty, groupByService(empty), timesOf(empty))).toEqual([]);
});

test('random trees: counts, sums and percentiles are those of the spans of each group', () => {
  const random = seededRandom(21);
  for (let round = 0; round < 100; round++) {
    const trace = traceOfSpans(randomSpans(random, { count: 1 + Math.floor(random() * 60), broken: true }));
    const groups = groupByOperation(trace);
    const times = timesOf(trace);
    const rows = statistics(trace, groups, times);
    expect(rows.reduce((sum, { count }) => sum + count, 0)).toBe(trace.count);
    const root = ensureExists(criticalPath(trace).root);
    expect(rows.reduce((sum, { criticalNano }) => sum + criticalNano, 0)).toBe(trace.duration[root]);
    for (const row of rows) {
      const members = [...groups.of.keys()].filter((i) => groups.of[i] === row.group);
      const durations = members.map((i) => ensureExists(trace.duration[i])).sort((a, b) => a - b);
      const rank = (q: number): number => ensureExists(durations[Math.ceil(q * durations.length) - 1]);
      expect([row.p50Nano, row.p95Nano, row.maxNano]).toEqual([rank(0.5), rank(0.95), durations.at(-1)]);
      expect(row.wallNano).toBeLessThanOrEqual(Math.min(row.totalNano, trace.durationNano));
      expect(row.first).toBe(members.find((i) => trace.duration[i] === row.maxNano));
    }
  }
});

test.each(bigTraces)('100,000 spans in %s', (_name, make) => {
  const trace = make();
  const rows = statistics(trace, groupByOperation(trace), timesOf(trace));
  expect(rows.reduce((sum, { count }) => sum + count, 0)).toBe(100_000);
});

function timesOf(trace: TraceColumns): { self: Float64Array; critical: Float64Array } {
  return { self: selfTimes(trace), critical: criticalPath(trace).total };
}

function rowsOf(trace: TraceColumns, groups: SpanGroups): string[] {
  return statistics(trace, groups, timesOf(trace)).map(rowText);
}

function rowText(row: StatisticsRow): string {
  const millis = (nano: number): string => String(nano / 1e6);
  return [
    ...(row.service === undefined ? [] : [row.service]),
    row.name,
    `×${row.count}`,
    ...(row.errors === 0 ? [] : [`failed ${row.errors}`]),
    `total ${millis(row.totalNano)} wall ${millis(row.wallNano)} self ${millis(row.selfNano)}`,
    `p50 ${millis(row.p50Nano)} p95 ${millis(row.p95Nano)} max ${millis(row.maxNano)}`,
    `critical ${millis(row.criticalNano)} first ${row.first}`,
  ].join(' ');
}
