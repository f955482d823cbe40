import { ensureExists } from '../../../src/shared/assert.ts';
import type { TraceColumns } from '../../../src/shared/traceColumns.ts';

export interface Experiment {
  /** A span that takes no time, with all in it. */
  readonly removed?: number;
  /** A span that takes longer. */
  readonly longer?: number;
  readonly by?: number;
}

interface Child {
  readonly span: number;
  readonly from: number;
  readonly to: number;
}

/**
 * When the root ends if one span takes another time and all else keeps its order, by the words of the definition and
 * by recursion: a span begins as much after the last of those it waited for as it did, its parent ends as much after
 * its last child as it did. Times must be whole numbers and spans shorter than 100, so that no overlap is tolerated.
 */
export function endOfReplay(trace: TraceColumns, root: number, experiment: Experiment): number {
  const { parent, start, duration, kind } = trace;
  const childrenOf = (span: number, from: number, to: number): Child[] =>
    [...parent.keys()]
      .filter((i) => parent[i] === span && !(kind[span] === 4 && kind[i] === 5))
      .map((i) => {
        const begin = ensureExists(start[i]);
        return { span: i, from: Math.max(from, begin), to: Math.min(to, begin + ensureExists(duration[i])) };
      })
      .filter((child) => child.from < child.to);
  const lengthOf = ({ span, from, to }: Child): number => {
    if (span === experiment.removed) return 0;
    const children = childrenOf(span, from, to);
    const ends = new Map<number, number>();
    const begin = (child: Child): number => {
      const before = children.filter((one) => one !== child && one.to <= child.from);
      const waited = Math.max(from, ...before.map((one) => one.to));
      const waitsNow = Math.max(from, ...before.map((one) => ensureExists(ends.get(one.span))));
      return waitsNow + child.from - waited;
    };
    for (const child of children.toSorted((a, b) => a.from - b.from)) {
      ends.set(child.span, begin(child) + lengthOf(child));
    }
    const lastBefore = Math.max(from, ...children.map((child) => child.to));
    const last = Math.max(from, ...ends.values());
    return last - from + to - lastBefore + (span === experiment.longer ? (experiment.by ?? 0) : 0);
  };
  const from = ensureExists(start[root]);
  return from + lengthOf({ span: root, from, to: from + ensureExists(duration[root]) });
}
