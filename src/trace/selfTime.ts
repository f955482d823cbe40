import type { TraceColumns } from '../shared/traceColumns.ts';

/**
 * Nanoseconds each span spent in itself: its duration less the time during which at least one of its children
 * ran. What of a child lies outside its parent does not count. One pass, since siblings stand by start.
 */
export function selfTimes({ count, parent, start, duration }: TraceColumns): Float64Array {
  const self = duration.slice();
  /** For each span, up to when its children seen so far have covered it. */
  const covered = start.slice();
  for (let i = 0; i < count; i++) {
    const above = parent[i] as number;
    if (above < 0) continue;
    const aboveEnd = (start[above] as number) + (duration[above] as number);
    const from = Math.max(start[i] as number, covered[above] as number);
    const to = Math.min((start[i] as number) + (duration[i] as number), aboveEnd);
    if (to <= from) continue;
    self[above] = (self[above] as number) - (to - from);
    covered[above] = to;
  }
  return self;
}
