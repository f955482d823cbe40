import type { TraceColumns } from '../shared/traceColumns.ts';
import { type BlockingTimes, blockingTimes, overlapShare } from './blockingTimes.ts';
import { orderByNumber } from './orderByNumber.ts';

/**
 * Who waited for whom. A span waits for every sibling that had ended when it began (within the overlap that the
 * critical path allows) and that began before it; it begins its parent's own work later. A parent ends its own work
 * after the last child it waited for. (CRISP infers the same order from one trace.)
 *
 * All columns are by span; spans that block nobody have `from` = `to` in `times` and no part in it.
 */
export interface HappensBefore {
  readonly times: BlockingTimes;
  /** The time the span waited for: the latest end of those before it, or its parent's start. */
  readonly ready: Float64Array;
  /** The latest end of its children; its own start where it has none. */
  readonly lastEnd: Float64Array;
  /** The first sibling, by start, that waited for this span, −1 for none; all later ones waited too. */
  readonly firstAfter: Int32Array;
  /** The last child by start, and the child before each: −1 for none. */
  readonly lastChild: Int32Array;
  readonly previous: Int32Array;
  /** The children in the order in which others may begin behind them, as a list: −1 ends it. */
  readonly firstEnding: Int32Array;
  readonly nextEnding: Int32Array;
}

/** O(n log n). */
export function happensBefore(trace: TraceColumns): HappensBefore {
  const { count, parent } = trace;
  const times = blockingTimes(trace);
  const order: HappensBefore = {
    times,
    ready: new Float64Array(count),
    lastEnd: times.from.slice(),
    firstAfter: new Int32Array(count).fill(-1),
    lastChild: new Int32Array(count).fill(-1),
    previous: new Int32Array(count).fill(-1),
    firstEnding: new Int32Array(count).fill(-1),
    nextEnding: new Int32Array(count).fill(-1),
  };
  const passable = passableTimes(times, parent);
  linkByPassable(order, parent, passable);
  linkWaiting(order, parent, passable);
  return order;
}

/** Whether a span that begins at `from` waited for a sibling, given from when that one can be passed. */
export function waitedFor(from: number, passable: number, siblingFrom: number): boolean {
  return passable < from || (passable === from && siblingFrom < from);
}

/** From when on a sibling that begins counts as behind the span. */
export function passableTime({ from, to }: BlockingTimes, span: number, above: number): number {
  const overlap = overlapShare * ((to[above] as number) - (from[above] as number));
  return Math.max((to[span] as number) - overlap, from[span] as number);
}

function passableTimes(times: BlockingTimes, parent: Int32Array): Float64Array {
  const passable = new Float64Array(parent.length);
  for (let i = 0; i < parent.length; i++) {
    const above = parent[i] as number;
    if (above >= 0) passable[i] = passableTime(times, i, above);
  }
  return passable;
}

function linkByPassable(order: HappensBefore, parent: Int32Array, passable: Float64Array): void {
  const { times, firstEnding, nextEnding } = order;
  const sorted = orderByNumber(passable);
  for (let rank = sorted.length - 1; rank >= 0; rank--) {
    const span = sorted[rank] as number;
    const above = parent[span] as number;
    if (above < 0 || times.from[span] === times.to[span]) continue;
    nextEnding[span] = firstEnding[above] as number;
    firstEnding[above] = span;
  }
}

/** Depth-first order brings the children of each parent by start, so one pass serves all parents at once. */
function linkWaiting(order: HappensBefore, parent: Int32Array, passable: Float64Array): void {
  const { times, ready, lastEnd, firstAfter, lastChild, previous, nextEnding } = order;
  const cursor = order.firstEnding.slice();
  const latest = times.from.slice();
  for (let i = 0; i < parent.length; i++) {
    const above = parent[i] as number;
    const from = times.from[i] as number;
    if (above < 0 || from === times.to[i]) continue;
    let ended = cursor[above] as number;
    while (ended >= 0 && waitedFor(from, passable[ended] as number, times.from[ended] as number)) {
      firstAfter[ended] = i;
      latest[above] = Math.max(latest[above] as number, times.to[ended] as number);
      ended = nextEnding[ended] as number;
    }
    cursor[above] = ended;
    ready[i] = latest[above] as number;
    lastEnd[above] = Math.max(lastEnd[above] as number, times.to[i] as number);
    previous[i] = lastChild[above] as number;
    lastChild[above] = i;
  }
}
