import type { TraceColumns } from '../../src/shared/traceColumns.ts';
import { type TimeBlocks, timeBlocks } from './timeBlocks.ts';

/** How many groups' blocks are kept; a view shows far fewer. */
const mostKept = 2000;

/** When at least one member of a folded group ran. Made when a group is first seen, and kept. */
export class GroupBlocks {
  readonly #trace: TraceColumns;
  readonly #kept = new Map<number, TimeBlocks>();

  constructor(trace: TraceColumns) {
    this.#trace = trace;
  }

  /** Of the spans `[first, end)`, which are siblings without children and so stand by start. */
  of(first: number, end: number): TimeBlocks {
    const known = this.#kept.get(first);
    if (known !== undefined) return known;
    if (this.#kept.size >= mostKept) this.#kept.clear();
    const starts = this.#trace.start.subarray(first, end);
    const ends = starts.map((start, k) => start + (this.#trace.duration[first + k] as number));
    const blocks = timeBlocks(starts, ends);
    this.#kept.set(first, blocks);
    return blocks;
  }
}
