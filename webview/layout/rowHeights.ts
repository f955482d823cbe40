/** Where the rows of a list stand, pixels from its beginning. */
export interface RowHeights {
  readonly count: number;
  /** Of all rows together. */
  readonly content: number;
  topOf(row: number): number;
  /** The row at a position; the last one below all of them. */
  rowAt(y: number): number;
}

/** Rows of one height. */
export function uniformHeights(count: number, height: number): RowHeights {
  return {
    count,
    content: count * height,
    topOf: (row) => row * height,
    rowAt: (y) => Math.min(Math.max(0, count - 1), Math.max(0, Math.floor(y / height))),
  };
}

/**
 * Rows of one height, but for a few that are higher by what `more` says (row and pixels, by row). Costs as much as
 * there are higher ones, and their logarithm for each question.
 */
export function mixedHeights(
  count: number,
  height: number,
  more: readonly (readonly [row: number, pixels: number])[],
): RowHeights {
  /** Pixels that the first `k` of the higher rows add. */
  const added = new Float64Array(more.length + 1);
  for (const [k, [, pixels]] of more.entries()) added[k + 1] = (added[k] as number) + pixels;
  const before = (fits: (row: number, k: number) => boolean): number => {
    let low = 0;
    let high = more.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (fits((more[middle] as readonly [number, number])[0], middle)) low = middle + 1;
      else high = middle;
    }
    return low;
  };
  const topOf = (row: number): number => row * height + (added[before((one) => one < row)] as number);
  return {
    count,
    content: count * height + (added.at(-1) as number),
    topOf,
    rowAt: (y) => {
      const k = before((row, at) => (row + 1) * height + (added[at + 1] as number) <= y);
      const row = Math.floor((y - (added[k] as number)) / height);
      const higher = more[k]?.[0] ?? count;
      return Math.max(0, Math.min(row, higher, count - 1));
    },
  };
}
