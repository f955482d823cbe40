import type { TraceColumns } from '../shared/traceColumns.ts';
import { orderByNumber } from './orderByNumber.ts';

/** A time in which no span ran. Nanoseconds from the trace's start. */
export interface IdleGap {
  readonly startNano: number;
  readonly endNano: number;
}

/** Shorter gaps are not worth a fold: this share of the trace, the limit of Sentry's time compression. */
const smallestShare = 0.05;

/** The gaps, by time, between spans of which none ran at all; a root that spans the whole trace leaves none. O(n log n). */
export function idleGaps({ start, duration, durationNano }: TraceColumns): IdleGap[] {
  const gaps: IdleGap[] = [];
  let covered = Number.POSITIVE_INFINITY;
  for (const span of orderByNumber(start)) {
    const from = start[span] as number;
    const gap = from - covered;
    if (gap > 0 && gap >= smallestShare * durationNano) gaps.push({ startNano: covered, endNano: from });
    const end = from + (duration[span] as number);
    covered = covered === Number.POSITIVE_INFINITY ? end : Math.max(covered, end);
  }
  return gaps;
}
