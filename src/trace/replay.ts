import type { TraceColumns } from '../shared/traceColumns.ts';
import type { CriticalPath } from './criticalPath.ts';
import { type HappensBefore, happensBefore, passableTime, waitedFor } from './happensBefore.ts';

/** What would be different. All in the spans of one trace. */
export interface Change {
  /** Spans that take no time, with all in them. */
  readonly without?: Iterable<number>;
  /** A span whose own work, before, between and behind its children, takes no time. */
  readonly withoutOwnOf?: number;
  /** Spans that begin as soon as what they waited for is done. */
  readonly withoutWaitBefore?: Iterable<number>;
}

/**
 * Replays a trace with something taken out, all else in its order: each span begins after those it waited for, by as
 * much later as it did. (The what-if of CRISP's `retimer.py`, on the order that `happensBefore` tells.) The first
 * question is O(n log n); each costs costs the children of all ancestors of what changes.
 */
export class Replay {
  readonly #trace: TraceColumns;
  readonly #parent: Int32Array;
  #known: HappensBefore | undefined;
  readonly #root: number | undefined;
  /** How long each changed span takes now. */
  readonly #length = new Map<number, number>();

  constructor(trace: TraceColumns, path: CriticalPath) {
    this.#trace = trace;
    this.#parent = trace.parent;
    this.#root = path.root;
  }

  /** Made at the first question, since most traces have none. */
  get #order(): HappensBefore {
    this.#known ??= happensBefore(this.#trace);
    return this.#known;
  }

  /** Nanoseconds by which the root would end earlier. */
  saved(change: Change): number {
    const root = this.#root;
    if (root === undefined) return 0;
    this.#length.clear();
    const without = new Set(change.without ?? []);
    const eager = new Set(change.withoutWaitBefore ?? []);
    for (const span of without) this.#length.set(span, 0);
    for (const span of this.#changedParents(without, eager, change.withoutOwnOf)) {
      if (!without.has(span))
        this.#length.set(span, this.#replayed(span, eager, change.withoutOwnOf === span));
    }
    return Math.max(0, this.#lengthBefore(root) - this.#lengthNow(root));
  }

  /** All ancestors of what changes, children before parents. */
  #changedParents(
    without: ReadonlySet<number>,
    eager: ReadonlySet<number>,
    ownOf: number | undefined,
  ): number[] {
    const parents = new Set<number>();
    const addFrom = (first: number): void => {
      for (let span = first; span >= 0 && !parents.has(span); span = this.#parent[span] as number) {
        parents.add(span);
      }
    };
    for (const span of [...without, ...eager]) addFrom(this.#parent[span] as number);
    if (ownOf !== undefined) addFrom(ownOf);
    return [...parents].sort((a, b) => b - a);
  }

  #lengthBefore(span: number): number {
    const { from, to } = this.#order.times;
    return (to[span] as number) - (from[span] as number);
  }

  #lengthNow(span: number): number {
    return this.#length.get(span) ?? this.#lengthBefore(span);
  }

  /** How long a span takes with its children as they are now. */
  #replayed(span: number, eager: ReadonlySet<number>, withoutOwn: boolean): number {
    const { times, ready, lastEnd, nextEnding, firstEnding } = this.#order;
    const begin = times.from[span] as number;
    const ends = new Map<number, number>();
    let ended = firstEnding[span] as number;
    let done = begin;
    let last = begin;
    for (const child of this.#childrenOf(span)) {
      const from = times.from[child] as number;
      while (ended >= 0 && waitedFor(from, passableTime(times, ended, span), times.from[ended] as number)) {
        done = Math.max(done, ends.get(ended) ?? begin);
        ended = nextEnding[ended] as number;
      }
      const wait = from - (ready[child] as number);
      const waits = withoutOwn || eager.has(child) ? Math.min(0, wait) : wait;
      const end = Math.max(begin, done + waits) + this.#lengthNow(child);
      ends.set(child, end);
      last = Math.max(last, end);
    }
    const behind = withoutOwn ? 0 : (times.to[span] as number) - (lastEnd[span] as number);
    return last - begin + behind;
  }

  #childrenOf(span: number): number[] {
    const { lastChild, previous } = this.#order;
    const children: number[] = [];
    for (let child = lastChild[span] as number; child >= 0; child = previous[child] as number) {
      children.push(child);
    }
    return children.reverse();
  }
}
