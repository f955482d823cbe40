const gap = 8;
/** Room for "n more". */
const moreWidth = 52;

/**
 * How many chips of these widths fit whole into the room, leaving place to say how many more there are. The
 * first is always shown: it can be cut.
 */
export function fittingChips(widths: readonly number[], room: number): number {
  let used = 0;
  for (const [index, width] of widths.entries()) {
    used += (index > 0 ? gap : 0) + width;
    const rest = index === widths.length - 1 ? 0 : gap + moreWidth;
    if (used + rest > room) return Math.max(index, 1);
  }
  return widths.length;
}
