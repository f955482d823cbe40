import type { TraceColumns } from '../shared/traceColumns.ts';

/** How much ran at the same time. */
export interface Concurrency {
  /**
   * By span: the time its children took together over the time during which at least one of them ran, 1 where they
   * ran one after the other; 0 for spans without children that took time.
   */
  readonly of: Float64Array;
  /** The same over all leaves of the trace: how many ran at once on average while any did; 0 without such. */
  readonly ofTrace: number;
}

/**
 * Sum of the children's times over their union, as jaeger-ui's self time takes it: what of a child lies outside its
 * parent does not count. One pass for the spans, one sort for the trace.
 */
export function concurrency(trace: TraceColumns): Concurrency {
  const { count, parent, start, duration } = trace;
  const sum = new Float64Array(count);
  const union = new Float64Array(count);
  const covered = start.slice();
  for (let i = 0; i < count; i++) {
    const above = parent[i] as number;
    if (above < 0) continue;
    const aboveStart = start[above] as number;
    const from = Math.max(start[i] as number, aboveStart);
    const to = Math.min(
      (start[i] as number) + (duration[i] as number),
      aboveStart + (duration[above] as number),
    );
    if (to <= from) continue;
    sum[above] = (sum[above] as number) + to - from;
    const free = Math.max(from, covered[above] as number);
    if (to <= free) continue;
    union[above] = (union[above] as number) + to - free;
    covered[above] = to;
  }
  return {
    of: sum.map((time, i) => (time === 0 ? 0 : time / (union[i] as number))),
    ofTrace: ofLeaves(trace),
  };
}

function ofLeaves({ count, subtree, start, duration }: TraceColumns): number {
  const starts: number[] = [];
  const ends: number[] = [];
  for (let i = 0; i < count; i++) {
    if (subtree[i] !== 1 || duration[i] === 0) continue;
    starts.push(start[i] as number);
    ends.push((start[i] as number) + (duration[i] as number));
  }
  const order = Uint32Array.from(starts.keys()).sort((a, b) => (starts[a] as number) - (starts[b] as number));
  let sum = 0;
  let union = 0;
  let covered = Number.NEGATIVE_INFINITY;
  for (const leaf of order) {
    const from = starts[leaf] as number;
    const to = ends[leaf] as number;
    sum += to - from;
    union += Math.max(0, to - Math.max(from, covered));
    covered = Math.max(covered, to);
  }
  return union === 0 ? 0 : sum / union;
}
