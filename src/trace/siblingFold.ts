import type { SpanIndex } from '../shared/ids.ts';
import type { TraceColumns } from '../shared/traceColumns.ts';

/** Spans `first` to `first + count − 1`: leaves of one parent that did the same, one after the other. */
export interface SiblingGroup {
  readonly first: SpanIndex;
  readonly count: number;
  /** Nanoseconds of all of them together. */
  readonly sum: number;
}

/** Fewer equal siblings are read faster one by one. */
export const smallestGroup = 5;

/** How much of the span before may still run when the next one starts, for both to count as sequential. */
const overlapShare = 0.1;

/** The step of clocks that tell starts in whole milliseconds, as those of the JavaScript SDK do. */
const coarseStepNano = 1e6;

/**
 * The runs of five or more neighbouring leaves with equal name, service and kind that ran one after the other,
 * by their first span. Those of the first level are no siblings. One pass.
 */
export function siblingGroups(trace: TraceColumns): SiblingGroup[] {
  const groups: SiblingGroup[] = [];
  for (let first = 0; first < trace.count; ) {
    const end = endOfRun(trace, first);
    if (end - first >= smallestGroup) groups.push(groupOf(trace, first, end));
    first = end;
  }
  return groups;
}

/** Index behind the last span that continues what `first` began; `first + 1` where nothing does. */
function endOfRun(trace: TraceColumns, first: number): number {
  let end = first + 1;
  if (trace.subtree[first] !== 1 || (trace.parent[first] as number) < 0) return end;
  while (end < trace.count && continues(trace, end)) end++;
  return end;
}

function continues(trace: TraceColumns, i: number): boolean {
  const { subtree, parent, name, service, kind } = trace;
  if (subtree[i] !== 1 || parent[i] !== parent[i - 1] || name[i] !== name[i - 1]) return false;
  if (service[i] !== service[i - 1] || kind[i] !== kind[i - 1]) return false;
  return isAfter(trace, i, i - 1);
}

/**
 * Whether a span ran after another one that began before it, but for a tenth of that one. A start in whole
 * milliseconds can be up to one too early, which short spans would show as an overlap.
 */
export function isAfter(
  { start, duration }: Pick<TraceColumns, 'start' | 'duration'>,
  span: number,
  before: number,
): boolean {
  const begin = start[span] as number;
  const beginBefore = start[before] as number;
  const durationBefore = duration[before] as number;
  const coarse = begin % coarseStepNano === 0 && beginBefore % coarseStepNano === 0;
  const overlap = Math.max(overlapShare * durationBefore, coarse ? coarseStepNano : 0);
  return begin - beginBefore >= durationBefore - overlap;
}

function groupOf({ duration }: TraceColumns, first: number, end: number): SiblingGroup {
  let sum = 0;
  for (let i = first; i < end; i++) sum += duration[i] as number;
  return { first: first as SpanIndex, count: end - first, sum };
}
