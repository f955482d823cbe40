import type { SpanIndex } from '../shared/ids.ts';
import { statusCodes } from '../shared/spanKind.ts';
import type { TraceColumns } from '../shared/traceColumns.ts';
import { orderByNumber } from './orderByNumber.ts';
import type { SpanGroups } from './spanGroups.ts';

/** What is known of spans besides their columns; entry `i` of each belongs to span `i`. */
export interface SpanTimes {
  /** Nanoseconds as `selfTimes` tells them. */
  readonly self: Float64Array;
  /** Nanoseconds of each span's own sections of the critical path: `CriticalPath.total`. */
  readonly critical: Float64Array;
}

/** Figures of all spans of a group. */
export interface StatisticsRow {
  /** Index into the names of the groups. */
  readonly group: number;
  readonly name: string;
  /** Where groups belong to one service each, as operations do; else missing. */
  readonly service?: string;
  readonly count: number;
  readonly errors: number;
  /** Sum of the durations: spans that run at the same time, or inside each other, count each. */
  readonly totalNano: number;
  /** Time during which at least one of them ran; never longer than the trace. */
  readonly wallNano: number;
  readonly selfNano: number;
  /** Percentiles are exact, by nearest rank: the smallest duration that a share q of the spans does not exceed. */
  readonly p50Nano: number;
  readonly p95Nano: number;
  readonly maxNano: number;
  /** Nanoseconds of the critical path that are the spans' own; all groups together are the root's duration. */
  readonly criticalNano: number;
  /** The slowest of them, the earliest of equally slow ones. */
  readonly first: SpanIndex;
}

const failed = statusCodes.indexOf('error');

/**
 * Count, errors and times of each group that has spans, the greatest sum of durations first. The columns are those
 * that jaeger-ui's TraceStatistics made usual (count, total, self, percentiles), with the share of the critical path.
 * All percentiles come from one sort of all durations, so they are exact for groups of any size. O(n log n).
 */
export function statistics(trace: TraceColumns, groups: SpanGroups, times: SpanTimes): StatisticsRow[] {
  const sums = sumsOf(trace, groups, times);
  const ranks = ranksOf(trace, groups, sums.count);
  const wall = wallOf(trace, groups);
  const rows: StatisticsRow[] = [];
  for (const [group, name] of groups.names.entries()) {
    if (sums.count[group] === 0) continue;
    const first = ranks.slowest[group] as number;
    const service = groups.services?.[group];
    rows.push({
      group,
      name,
      ...(service === undefined ? {} : { service }),
      count: sums.count[group] as number,
      errors: sums.errors[group] as number,
      totalNano: sums.total[group] as number,
      wallNano: wall[group] as number,
      selfNano: sums.self[group] as number,
      p50Nano: ranks.p50[group] as number,
      p95Nano: ranks.p95[group] as number,
      maxNano: trace.duration[first] as number,
      criticalNano: sums.critical[group] as number,
      first: first as SpanIndex,
    });
  }
  return rows.sort((a, b) => b.totalNano - a.totalNano || b.selfNano - a.selfNano || a.group - b.group);
}

interface Sums {
  readonly count: Uint32Array;
  readonly errors: Uint32Array;
  readonly total: Float64Array;
  readonly self: Float64Array;
  readonly critical: Float64Array;
}

function sumsOf(
  { count: spans, duration, status }: TraceColumns,
  { of, names }: SpanGroups,
  { self, critical }: SpanTimes,
): Sums {
  const sums = {
    count: new Uint32Array(names.length),
    errors: new Uint32Array(names.length),
    total: new Float64Array(names.length),
    self: new Float64Array(names.length),
    critical: new Float64Array(names.length),
  };
  for (let i = 0; i < spans; i++) {
    const group = of[i] as number;
    if (group >= names.length) continue;
    sums.count[group] = (sums.count[group] as number) + 1;
    if (status[i] === failed) sums.errors[group] = (sums.errors[group] as number) + 1;
    sums.total[group] = (sums.total[group] as number) + (duration[i] as number);
    sums.self[group] = (sums.self[group] as number) + (self[i] as number);
    sums.critical[group] = (sums.critical[group] as number) + (critical[i] as number);
  }
  return sums;
}

interface Ranks {
  readonly p50: Float64Array;
  readonly p95: Float64Array;
  readonly slowest: Uint32Array;
}

/** Goes through all spans from the fastest to the slowest: the one that comes as a group's 5th is its 5th fastest. */
function ranksOf({ duration }: TraceColumns, { of, names }: SpanGroups, count: Uint32Array): Ranks {
  const seen = new Uint32Array(names.length);
  const p50 = new Float64Array(names.length);
  const p95 = new Float64Array(names.length);
  const slowest = new Uint32Array(names.length);
  const longest = new Float64Array(names.length).fill(-1);
  for (const span of orderByNumber(duration)) {
    const group = of[span] as number;
    if (group >= names.length) continue;
    const nano = duration[span] as number;
    const rank = (seen[group] as number) + 1;
    seen[group] = rank;
    if (rank === Math.ceil(0.5 * (count[group] as number))) p50[group] = nano;
    if (rank === Math.ceil(0.95 * (count[group] as number))) p95[group] = nano;
    if (nano > (longest[group] as number)) {
      longest[group] = nano;
      slowest[group] = span;
    }
  }
  return { p50, p95, slowest };
}

function wallOf({ start, duration }: TraceColumns, { of, names }: SpanGroups): Float64Array {
  const wall = new Float64Array(names.length);
  const covered = new Float64Array(names.length).fill(Number.NEGATIVE_INFINITY);
  for (const span of orderByNumber(start)) {
    const group = of[span] as number;
    if (group >= names.length) continue;
    const end = (start[span] as number) + (duration[span] as number);
    const from = Math.max(start[span] as number, covered[group] as number);
    if (end <= from) continue;
    wall[group] = (wall[group] as number) + end - from;
    covered[group] = end;
  }
  return wall;
}
