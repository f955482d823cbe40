/** Stretches of time, ascending and disjoint: entry `k` of each array is one, nanoseconds from the trace's start. */
export interface TimeBlocks {
  readonly start: Float64Array;
  readonly end: Float64Array;
  /** Entry `k` is how much the blocks before `k` cover together; one entry more than there are blocks. */
  readonly covered: Float64Array;
}

export const noBlocks: TimeBlocks = timeBlocks([], []);

/** Blocks from their edges; those that touch become one. */
export function timeBlocks(starts: ArrayLike<number>, ends: ArrayLike<number>): TimeBlocks {
  const start = new Float64Array(starts.length);
  const end = new Float64Array(starts.length);
  let length = 0;
  for (let k = 0; k < starts.length; k++) {
    if (length > 0 && (starts[k] as number) <= (end[length - 1] as number)) {
      end[length - 1] = Math.max(end[length - 1] as number, ends[k] as number);
    } else {
      start[length] = starts[k] as number;
      end[length++] = ends[k] as number;
    }
  }
  return withCovered(start.slice(0, length), end.slice(0, length));
}

function withCovered(start: Float64Array, end: Float64Array): TimeBlocks {
  const covered = new Float64Array(start.length + 1);
  for (let k = 0; k < start.length; k++) {
    covered[k + 1] = (covered[k] as number) + (end[k] as number) - (start[k] as number);
  }
  return { start, end, covered };
}

/** The first block from `from` on that ends after `nano`; the number of blocks where none does. */
export function firstBlockAfter({ end }: TimeBlocks, nano: number, from = 0): number {
  let low = from;
  let high = end.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((end[middle] as number) <= nano) low = middle + 1;
    else high = middle;
  }
  return low;
}
