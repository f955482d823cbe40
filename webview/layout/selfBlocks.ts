import type { TraceColumns } from '../../src/shared/traceColumns.ts';
import { type TimeBlocks, timeBlocks } from './timeBlocks.ts';

/** How many spans' blocks are kept; a view shows far fewer rows. */
const mostKept = 2000;

/**
 * The stretches of a span during which none of its children ran, ascending. Made when a row is first seen, and kept: a row with many children is
 * painted as often as any other.
 */
export class SelfBlocks {
  readonly #trace: TraceColumns;
  readonly #kept = new Map<number, TimeBlocks>();

  constructor(trace: TraceColumns) {
    this.#trace = trace;
  }

  of(span: number): TimeBlocks {
    const known = this.#kept.get(span);
    if (known !== undefined) return known;
    if (this.#kept.size >= mostKept) this.#kept.clear();
    const blocks = selfBlocksOf(this.#trace, span);
    this.#kept.set(span, blocks);
    return blocks;
  }
}

/** Siblings stand by start, so one walk over the children covers the span from left to right. */
export function selfBlocksOf({ start, duration, subtree }: TraceColumns, span: number): TimeBlocks {
  const starts: number[] = [];
  const ends: number[] = [];
  const add = (from: number, to: number): void => {
    if (to <= from) return;
    starts.push(from);
    ends.push(to);
  };
  const end = (start[span] as number) + (duration[span] as number);
  const last = span + (subtree[span] as number);
  let covered = start[span] as number;
  for (let child = span + 1; child < last; child += subtree[child] as number) {
    const from = Math.min(start[child] as number, end);
    add(covered, from);
    covered = Math.max(covered, Math.min(from + (duration[child] as number), end));
  }
  add(covered, end);
  return timeBlocks(starts, ends);
}
