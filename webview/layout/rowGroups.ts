import { spanFlags, type TraceColumns } from '../../src/shared/traceColumns.ts';
import type { SiblingGroup } from '../../src/trace/siblingFold.ts';
import { groupKinds, type RowGroups } from './rows.ts';

/** Groups of rows, with what their rows say. */
export interface Groups extends RowGroups {
  /** How many spans a row stands for: equal siblings, all noise in it, or those that name the missing parent. */
  readonly size: Uint32Array;
  /** Nanoseconds of its members together, without what is below them. */
  readonly sum: Float64Array;
  /** Failed spans in it. */
  readonly errors: Uint32Array;
  /** Latest end of any span in it, nanoseconds from the trace's start. */
  readonly until: Float64Array;
  /** By span, the innermost group that it is a member of, or −1. */
  readonly groupAt: Int32Array;
  /** By group, the group that it is a member of itself, or −1. */
  readonly outer: Int32Array;
}

/** From `first` to before `end`, of one of `groupKinds`. */
interface Run {
  readonly kind: number;
  readonly first: number;
  readonly end: number;
}

/** Fewer spans are read faster than a row that stands for them. */
const smallestNoise = 2;

/**
 * All groups of a trace: equal siblings, noise (`noise[i]` is 1, then also for all below), and spans that name the
 * same missing parent. Linear in the spans.
 */
export function rowGroups(trace: TraceColumns, siblings: readonly SiblingGroup[], noise: Uint8Array): Groups {
  const equal = siblings.map(({ first, count }) => ({
    kind: groupKinds.siblings,
    first,
    end: first + count,
  }));
  keepWhole(equal, noise);
  const runs = [...orphanRuns(trace), ...noiseRuns(trace, noise, equal), ...equal].sort(
    (a, b) => a.first - b.first || b.end - a.end || b.kind - a.kind,
  );
  return withFigures(trace, runs);
}

/** Equal siblings are folded together or not at all, so one that is no noise keeps the others. */
function keepWhole(runs: readonly Run[], noise: Uint8Array): void {
  for (const { first, end } of runs) {
    const at = noise.subarray(first, end);
    if (at.includes(0)) at.fill(0);
  }
}

function noiseRuns(
  { count, parent, subtree }: TraceColumns,
  noise: Uint8Array,
  equal: readonly Run[],
): Run[] {
  const known = new Map(equal.map(({ first, end }) => [first, end]));
  const runs: Run[] = [];
  for (let first = 0; first < count; ) {
    if (noise[first] === 0) {
      first++;
      continue;
    }
    let end = first + (subtree[first] as number);
    while (end < count && noise[end] === 1 && parent[end] === parent[first]) end += subtree[end] as number;
    const isOneRow = end - first < smallestNoise || known.get(first) === end;
    if (!isOneRow) runs.push({ kind: groupKinds.noise, first, end });
    first = end;
  }
  return runs;
}

/** Those of one missing parent stand together. */
function orphanRuns(trace: TraceColumns): Run[] {
  const { count, subtree } = trace;
  const runs: Run[] = [];
  for (let first = 0; first < count; ) {
    let end = first + (subtree[first] as number);
    if (isOrphan(trace, first)) {
      while (end < count && isOrphan(trace, end) && nameOneParent(trace, first, end)) {
        end += subtree[end] as number;
      }
      runs.push({ kind: groupKinds.orphans, first, end });
    }
    first = end;
  }
  return runs;
}

function isOrphan({ flags }: TraceColumns, span: number): boolean {
  return ((flags[span] as number) & spanFlags.missingParent) !== 0;
}

function nameOneParent({ parentSpanId }: TraceColumns, one: number, other: number): boolean {
  for (let k = 0; k < 8; k++) if (parentSpanId[8 * one + k] !== parentSpanId[8 * other + k]) return false;
  return true;
}

function withFigures(trace: TraceColumns, runs: readonly Run[]): Groups {
  const count = runs.length;
  const groups: Groups = {
    count,
    kind: Uint8Array.from(runs, ({ kind }) => kind),
    first: Uint32Array.from(runs, ({ first }) => first),
    end: Uint32Array.from(runs, ({ end }) => end),
    size: new Uint32Array(count),
    sum: new Float64Array(count),
    errors: new Uint32Array(count),
    until: new Float64Array(count),
    groupAt: new Int32Array(trace.count).fill(-1),
    outer: new Int32Array(count).fill(-1),
  };
  for (let group = 0; group < count; group++) fillFigures(trace, groups, group);
  return groups;
}

/** Outer groups come first, so what an inner one writes stays. */
function fillFigures(trace: TraceColumns, groups: Groups, group: number): void {
  const { parent, start, duration, status } = trace;
  const first = groups.first[group] as number;
  const end = groups.end[group] as number;
  let [members, sum, errors, until] = [0, 0, 0, 0];
  groups.outer[group] = groups.groupAt[first] as number;
  for (let i = first; i < end; i++) {
    until = Math.max(until, (start[i] as number) + (duration[i] as number));
    if (status[i] === 2) errors++;
    if (parent[i] !== parent[first]) continue;
    groups.groupAt[i] = group;
    sum += duration[i] as number;
    members++;
  }
  groups.size[group] = groups.kind[group] === groupKinds.noise ? end - first : members;
  groups.sum[group] = sum;
  groups.errors[group] = errors;
  groups.until[group] = until;
}

/** The group of equal siblings that a span is a member of, or −1. */
export function siblingGroupOf({ kind, groupAt }: Groups, span: number): number {
  const group = span < 0 ? -1 : (groupAt[span] as number);
  return group >= 0 && kind[group] === groupKinds.siblings ? group : -1;
}
