import { formatDuration } from '../../src/shared/duration.ts';
import type { TraceColumns } from '../../src/shared/traceColumns.ts';
import { orderByNumber } from '../../src/trace/orderByNumber.ts';
import type { SpanGroups } from '../../src/trace/spanGroups.ts';
import { type SpanTimes, type StatisticsRow, statistics } from '../../src/trace/statistics.ts';
import { enoughForP95 } from './callWords.ts';

/** Columns by what they are sorted by. */
export const statisticsColumns = [
  'name',
  'count',
  'errors',
  'total',
  'self',
  'p50',
  'p95',
  'max',
  'critical',
] as const;
export type StatisticsColumn = (typeof statisticsColumns)[number];

/** Figures of groups together; when any of them ran is not told. */
export type TotalFigures = Omit<StatisticsRow, 'group' | 'wallNano'>;

export interface StatisticsTable {
  readonly rows: readonly StatisticsRow[];
  /** Figures of all spans that are in a group; `undefined` where none is. */
  readonly all: TotalFigures | undefined;
  /** Spans in no group. */
  readonly without: number;
  /** Of the whole critical path, nanoseconds. */
  readonly pathNano: number;
}

export interface StatisticsSort {
  readonly column: StatisticsColumn;
  readonly descending: boolean;
}

export function asStatisticsColumn(text: string): StatisticsColumn {
  return statisticsColumns.find((column) => column === text) ?? 'self';
}

/** Figures of each group and of all together. */
export function statisticsTable(
  trace: TraceColumns,
  groups: SpanGroups,
  times: SpanTimes,
  pathNano: number,
): StatisticsTable {
  const rows = statistics(trace, groups, times);
  const all = allTogether(trace, groups, rows);
  return { rows, all, without: trace.count - (all?.count ?? 0), pathNano };
}

/** One row for all groups, from their sums and one sort of the durations. */
function allTogether(
  { count, duration }: TraceColumns,
  { of, names }: SpanGroups,
  rows: readonly StatisticsRow[],
): TotalFigures | undefined {
  const [first, ...others] = rows;
  if (first === undefined) return undefined;
  const { group: _group, wallNano: _wallNano, service: _service, ...sum } = { ...first, name: '' };
  for (const row of others) {
    sum.count += row.count;
    sum.errors += row.errors;
    sum.totalNano += row.totalNano;
    sum.selfNano += row.selfNano;
    sum.criticalNano += row.criticalNano;
    if (row.maxNano > sum.maxNano) {
      sum.maxNano = row.maxNano;
      sum.first = row.first;
    }
  }
  const sorted = new Float64Array(sum.count);
  let length = 0;
  for (let i = 0; i < count; i++) {
    if ((of[i] as number) < names.length) sorted[length++] = duration[i] as number;
  }
  sorted.sort();
  const quantile = (share: number): number => sorted[Math.ceil(share * sum.count) - 1] as number;
  return { ...sum, p50Nano: quantile(0.5), p95Nano: quantile(0.95) };
}

/** The rows in another order; those that are equal in it stay as they were. */
export function sortStatistics(
  rows: readonly StatisticsRow[],
  { column, descending }: StatisticsSort,
): readonly StatisticsRow[] {
  if (column === 'name') return sortByName(rows, descending);
  const sign = descending ? -1 : 1;
  const order = orderByNumber(Float64Array.from(rows, (row) => sign * figureOf(row, column)));
  return Array.from(order, (place) => rows[place] as StatisticsRow);
}

function sortByName(rows: readonly StatisticsRow[], descending: boolean): readonly StatisticsRow[] {
  const { compare } = new Intl.Collator('en', { numeric: true });
  const sign = descending ? -1 : 1;
  return [...rows].sort(
    (a, b) => sign * (compare(a.name, b.name) || compare(a.service ?? '', b.service ?? '')),
  );
}

function figureOf(row: StatisticsRow, column: Exclude<StatisticsColumn, 'name'>): number {
  switch (column) {
    case 'count':
      return row.count;
    case 'errors':
      return row.errors;
    case 'total':
      return row.totalNano;
    case 'self':
      return row.selfNano;
    case 'p50':
      return row.p50Nano;
    case 'p95':
      return row.p95Nano;
    case 'max':
      return row.maxNano;
    case 'critical':
      return row.criticalNano;
  }
}

/** A row's figures as they are shown, by column; errors are empty where there are none. */
export function statisticsCells(
  row: TotalFigures,
  pathNano: number,
): Readonly<Record<Exclude<StatisticsColumn, 'name'>, string>> {
  return {
    count: row.count.toLocaleString('en-US'),
    errors: row.errors === 0 ? '' : row.errors.toLocaleString('en-US'),
    total: formatDuration(row.totalNano),
    self: formatDuration(row.selfNano),
    p50: formatDuration(row.p50Nano),
    p95: formatDuration(row.p95Nano),
    max: formatDuration(row.maxNano),
    critical: shareWords(row.criticalNano, pathNano),
  };
}

/** `52 %`, `< 1 %`; empty for nothing. */
export function shareWords(part: number, whole: number): string {
  if (part <= 0 || whole <= 0) return '';
  const percent = (100 * part) / whole;
  return percent < 1 ? '< 1 %' : `${Math.round(percent)} %`;
}

/** Why a 95th percentile says little; empty where it says what it should. */
export function fewWords({ count }: Pick<StatisticsRow, 'count'>): string {
  if (count >= enoughForP95) return '';
  return `Told from ${count} ${count === 1 ? 'span' : 'spans'} only; a 95th percentile needs ${enoughForP95}`;
}

/** A row for those who hear it. */
export function rowSentence(row: TotalFigures, pathNano: number): string {
  const cells = statisticsCells(row, pathNano);
  return [
    row.name || 'without a name',
    row.service ?? '',
    `${cells.count} ${row.count === 1 ? 'span' : 'spans'}`,
    row.errors > 0 ? `${cells.errors} failed` : '',
    `total ${cells.total}`,
    `self ${cells.self}`,
    `median ${cells.p50}`,
    `95th percentile ${cells.p95}`,
    `longest ${cells.max}`,
    cells.critical === '' ? '' : `${cells.critical.replace('%', 'percent')} of the critical path`,
  ]
    .filter((part) => part !== '')
    .join(', ');
}
