import type { TraceColumns } from '../shared/traceColumns.ts';
import type { CriticalPath } from './criticalPath.ts';
import { type HappensBefore, happensBefore, passableTime, waitedFor } from './happensBefore.ts';
import { orderByNumber } from './orderByNumber.ts';

/** Nanoseconds by span. */
export interface DragAndSlack {
  /**
   * By how much the root would end earlier at most if this span, with all in it that it waits for, took no time and
   * all else kept its order: at each level up to the root no more than the least slack of a sibling that runs beside
   * it. 0 off the critical path, never more than the time that the span and its subtree have on it.
   */
  readonly drag: Float64Array;
  /**
   * How much longer the span could take without the root ending later; 0 on the critical path. For spans that nobody
   * waits for it is the time until the root ends, after which the trace itself would be longer.
   */
  readonly slack: Float64Array;
}

/**
 * Drag and slack in the model of `happensBefore`: the total float of the critical path method, and Devaux's drag
 * ("Total Project Control", 1999), which is what CRISP's `slack_drag` tells for one level of siblings. Drag is exact
 * there: of all paths through the parent that avoid a span, the longest is through what runs beside it. O(n log n).
 */
export function dragAndSlack(trace: TraceColumns, path: CriticalPath): DragAndSlack {
  const { count, parent } = trace;
  const drag = new Float64Array(count);
  if (path.root === undefined) return { drag, slack: new Float64Array(0) };
  const order = happensBefore(trace);
  const onPath = timesOnPath(trace, path);
  const slack = slackOf(trace, order, path.root);
  const limit = limitsBeside(parent, order, onPath, slack);
  for (let i = path.root as number; i < count; i++) {
    if (onPath[i] === 0) continue;
    const above = parent[i] as number;
    if (i !== path.root) limit[i] = Math.min(limit[i] as number, limit[above] as number);
    drag[i] = Math.min(onPath[i] as number, limit[i] as number);
  }
  return { drag, slack: slack.map((nano, i) => (onPath[i] === 0 ? nano : 0)) };
}

/** Nanoseconds that each span has on the critical path together with all below it. */
export function timesOnPath({ count, parent }: TraceColumns, { total }: CriticalPath): Float64Array {
  const times = total.slice();
  for (let i = count - 1; i > 0; i--) {
    const above = parent[i] as number;
    if (above >= 0) times[above] = (times[above] as number) + (times[i] as number);
  }
  return times;
}

/**
 * Parents before their children, and of those the last first: a child may end later by as much as its parent may,
 * and as all that waited for it may begin later.
 */
function slackOf(trace: TraceColumns, order: HappensBefore, root: number): Float64Array {
  const { times, ready, lastEnd, firstAfter, lastChild, previous } = order;
  const { from, to } = times;
  const slack = timesUntilEnd(trace, root);
  /** The latest time at which what the span waited for may end, for it and all siblings behind it. */
  const latestReady = new Float64Array(trace.count);
  for (let above = 0; above < trace.count; above++) {
    const latestEnd = (slack[above] as number) + (lastEnd[above] as number);
    let least = Number.POSITIVE_INFINITY;
    for (let child = lastChild[above] as number; child >= 0; child = previous[child] as number) {
      if (from[child] === to[child]) continue;
      const after = firstAfter[child] as number;
      const latest = after < 0 ? latestEnd : Math.min(latestEnd, latestReady[after] as number);
      slack[child] = Math.max(0, latest - (to[child] as number));
      least = Math.min(least, (slack[child] as number) + (ready[child] as number));
      latestReady[child] = least;
    }
  }
  return slack;
}

function timesUntilEnd({ start, duration }: TraceColumns, root: number): Float64Array {
  const end = (start[root] as number) + (duration[root] as number);
  return start.map((from, i) => Math.max(0, end - from - (duration[i] as number)));
}

/**
 * For each span on the path the least slack of a sibling beside it, infinite for none. Siblings come by their slack,
 * so the first one to reach a span decides; spans that are decided are skipped (a union-find over their ranges).
 */
function limitsBeside(
  parent: Int32Array,
  order: HappensBefore,
  onPath: Float64Array,
  slack: Float64Array,
): Float64Array {
  const limit = new Float64Array(parent.length).fill(Number.POSITIVE_INFINITY);
  const { offset, children } = pathChildren(parent, onPath);
  const nextOpen = Uint32Array.from({ length: children.length + 1 }, (_, place) => place);
  const { times } = order;
  for (const span of orderByNumber(slack)) {
    const above = parent[span] as number;
    if (above < 0 || onPath[span] !== 0 || times.from[span] === times.to[span]) continue;
    const first = offset[above] as number;
    const last = offset[above + 1] as number;
    if (first === last) continue;
    const isBefore = (a: number, b: number): boolean =>
      waitedFor(times.from[b] as number, passableTime(times, a, above), times.from[a] as number);
    const begin = partition(first, last, (place) => isBefore(children[place] as number, span));
    const end = partition(begin, last, (place) => !isBefore(span, children[place] as number));
    for (let place = openFrom(nextOpen, begin); place < end; place = openFrom(nextOpen, place)) {
      limit[children[place] as number] = slack[span] as number;
      nextOpen[place] = place + 1;
    }
  }
  return limit;
}

/** Children on the path by parent, in their order: those of `p` from `offset[p]` to `offset[p + 1]`. */
function pathChildren(
  parent: Int32Array,
  onPath: Float64Array,
): { readonly offset: Uint32Array; readonly children: Uint32Array } {
  const offset = new Uint32Array(parent.length + 1);
  const isChild = (i: number): boolean => onPath[i] !== 0 && (parent[i] as number) >= 0;
  for (let i = 0; i < parent.length; i++) {
    if (isChild(i)) offset[(parent[i] as number) + 1] = (offset[(parent[i] as number) + 1] as number) + 1;
  }
  for (let i = 0; i < parent.length; i++) offset[i + 1] = (offset[i + 1] as number) + (offset[i] as number);
  const next = offset.slice();
  const children = new Uint32Array(offset[parent.length] as number);
  for (let i = 0; i < parent.length; i++) {
    if (!isChild(i)) continue;
    const above = parent[i] as number;
    children[next[above] as number] = i;
    next[above] = (next[above] as number) + 1;
  }
  return { offset, children };
}

/** The first place from `first` on for which the test, true and then false, is false. */
function partition(first: number, last: number, test: (place: number) => boolean): number {
  let low = first;
  let high = last;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (test(middle)) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** The first open place from `place` on; halves the ways that it goes. */
function openFrom(nextOpen: Uint32Array, place: number): number {
  let at = place;
  while (nextOpen[at] !== at) {
    nextOpen[at] = nextOpen[nextOpen[at] as number] as number;
    at = nextOpen[at] as number;
  }
  return at;
}
