import type { SpanIndex } from '../shared/ids.ts';
import { spanFlags, type TraceColumns } from '../shared/traceColumns.ts';
import { type BlockingTimes, blockingTimes, overlapShare } from './blockingTimes.ts';
import { orderByNumber } from './orderByNumber.ts';

/** What a trace's duration was spent on: at each instant one span, the one that all else waited for. */
export interface CriticalPath {
  /** The span whose duration is explained; `undefined` in a trace without spans. */
  readonly root: SpanIndex | undefined;
  /** By time, disjoint, without gaps: together exactly the root's duration. */
  readonly sections: PathSections;
  /** Nanoseconds of each span's own sections, without those of its children. */
  readonly total: Float64Array;
}

/** Entry `i` of each column belongs to section `i`. */
export interface PathSections {
  /** `SpanIndex`. */
  readonly span: Uint32Array;
  /** Nanoseconds from the trace's start. */
  readonly start: Float64Array;
  readonly end: Float64Array;
}

/**
 * The critical path, found backwards from the end of the root: the time belongs to the child that ended last
 * before, and so on inside of it; time without such a child is the span's own. (Zhang et al., "CRISP: Critical
 * Path Analysis of Large-Scale Microservice Architectures", USENIX ATC 2022, section 3.)
 *
 * Of several roots the longest counts, the earliest of equally long ones; spans whose parent is missing only where
 * there is no root. Children that
 * nobody waits for take no part: consumers of a producer, and spans that start when their parent has ended. What
 * sticks out of the parent is cut. Iterative, O(n log n).
 */
export function criticalPath(trace: TraceColumns): CriticalPath {
  const total = new Float64Array(trace.count);
  const root = rootOf(trace);
  if (root === undefined) return { root, sections: new SectionList(0).toColumns(), total };
  const blocking = blockingTimes(trace);
  const sections = walkBack(root, trace.parent, blocking, linkByEnd(trace.parent, blocking));
  addTotals(sections, total);
  return { root, sections, total };
}

function rootOf({ count, subtree, duration, flags }: TraceColumns): SpanIndex | undefined {
  let root: SpanIndex | undefined;
  let rank = -1;
  for (let i = 0; i < count; i += subtree[i] as number) {
    const isRoot = ((flags[i] as number) & (spanFlags.missingParent | spanFlags.cycle)) === 0;
    const ownRank = isRoot ? 1 : 0;
    if (ownRank < rank) continue;
    if (root !== undefined && ownRank === rank && (duration[i] as number) <= (duration[root] as number))
      continue;
    root = i as SpanIndex;
    rank = ownRank;
  }
  return root;
}

interface Children {
  /** The child that ends last, −1 for none. */
  readonly first: Int32Array;
  /** The next by end; of those that end together the longer one comes first. */
  readonly next: Int32Array;
}

function linkByEnd(parent: Int32Array, { from, to }: BlockingTimes): Children {
  const first = new Int32Array(parent.length).fill(-1);
  const next = new Int32Array(parent.length).fill(-1);
  // Negated, the latest end sorts first and equal ends stay in the order of their starts.
  const latestFirst = orderByNumber(to.map((end) => -end));
  for (let rank = latestFirst.length - 1; rank >= 0; rank--) {
    const child = latestFirst[rank] as number;
    const above = parent[child] as number;
    if (above < 0 || from[child] === to[child]) continue;
    next[child] = first[above] as number;
    first[above] = child;
  }
  return { first, next };
}

/** `children.first` is used up as the cursor of each span: times only fall, so no child is looked at twice. */
function walkBack(root: number, parent: Int32Array, times: BlockingTimes, children: Children): PathSections {
  const sections = new SectionList(2 * parent.length);
  let span = root;
  let time = times.to[root] as number;
  for (;;) {
    const child = takeChildBefore(time, span, times, children);
    if (child >= 0) {
      const end = Math.min(time, times.to[child] as number);
      sections.add(span, end, time);
      time = end;
      span = child;
    } else {
      const start = times.from[span] as number;
      sections.add(span, start, time);
      if (span === root) return sections.toColumns();
      time = start;
      span = parent[span] as number;
    }
  }
}

function takeChildBefore(
  time: number,
  span: number,
  { from, to }: BlockingTimes,
  children: Children,
): number {
  const allowed = time + overlapShare * ((to[span] as number) - (from[span] as number));
  let child = children.first[span] as number;
  while (child >= 0 && ((to[child] as number) > allowed || (from[child] as number) >= time)) {
    child = children.next[child] as number;
  }
  children.first[span] = child < 0 ? -1 : (children.next[child] as number);
  return child;
}

/** Collects sections from the last to the first. */
class SectionList {
  readonly #span: Uint32Array;
  readonly #start: Float64Array;
  readonly #end: Float64Array;
  #free: number;

  constructor(capacity: number) {
    this.#span = new Uint32Array(capacity);
    this.#start = new Float64Array(capacity);
    this.#end = new Float64Array(capacity);
    this.#free = capacity;
  }

  add(span: number, start: number, end: number): void {
    if (end <= start) return;
    const at = --this.#free;
    this.#span[at] = span;
    this.#start[at] = start;
    this.#end[at] = end;
  }

  toColumns(): PathSections {
    return {
      span: this.#span.slice(this.#free),
      start: this.#start.slice(this.#free),
      end: this.#end.slice(this.#free),
    };
  }
}

function addTotals({ span, start, end }: PathSections, total: Float64Array): void {
  for (let i = 0; i < span.length; i++) {
    const of = span[i] as number;
    total[of] = (total[of] as number) + (end[i] as number) - (start[i] as number);
  }
}
