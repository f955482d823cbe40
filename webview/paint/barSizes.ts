/** Pixels of a bar in a row of this height. */
export function barHeight(rowHeight: number): number {
  return Math.round((rowHeight * 12) / 22);
}

/** Pixels from the upper edge of the row to that of its bar. */
export function barTop(rowHeight: number): number {
  return Math.floor((rowHeight - barHeight(rowHeight)) / 2);
}
