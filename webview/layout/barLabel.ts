/** Where the duration of a bar is written. Pixels of the timeline column. */
export interface LabelPlace {
  /** `block`: on a self-time block in full colour; `bar`: on the pale part; `right`, `left`: beside the bar. */
  where: 'right' | 'left' | 'block' | 'bar' | 'none';
  /** Left edge of the text. */
  x: number;
}

/** Pixels between a bar and what stands beside it. */
export const labelGap = 6;

const inset = 6;

/** What the placement of a label depends on; pixels of the timeline column. */
export interface LabelRequest {
  readonly barLeft: number;
  readonly barRight: number;
  /** Width of the text. */
  readonly text: number;
  /** Width taken right of the bar by an icon, with its gap. */
  readonly icon: number;
  /** Width of the column. */
  readonly column: number;
  /** Self-time blocks as pairs of left and right edge, ascending; the first `blockCount` pairs count. */
  readonly blocks: Float64Array;
  readonly blockCount: number;
}

/**
 * Places a label: right of the bar, left of it where there is no room, else inside at its right end in the last
 * stretch (one self-time block, or one gap between blocks) that holds it whole, so that the text never crosses
 * a block's edge. Writes into `place`, so that painting allocates nothing.
 */
export function placeLabel(request: LabelRequest, place: LabelPlace): void {
  const { barLeft, barRight, text, icon, column } = request;
  if (barRight >= 0 && barRight + icon + labelGap + text <= column - 4) {
    set(place, 'right', barRight + icon + labelGap);
  } else if (barLeft - labelGap - text >= 2 && barLeft <= column) {
    set(place, 'left', barLeft - labelGap - text);
  } else if (barRight < 0 || barLeft > column) {
    set(place, 'none', 0);
  } else {
    placeInside(request, place);
  }
}

function placeInside(request: LabelRequest, place: LabelPlace): void {
  const { blocks, blockCount } = request;
  let right = request.barRight;
  for (let k = blockCount - 1; k >= 0; k--) {
    const from = blocks[2 * k] as number;
    const to = blocks[2 * k + 1] as number;
    if (fits(request, to, right, 'bar', place) || fits(request, from, to, 'block', place)) return;
    right = from;
  }
  if (!fits(request, request.barLeft, right, 'bar', place)) set(place, 'none', 0);
}

/** Places the text at the right end of the visible part of a stretch, if that is wide enough. */
function fits(
  request: LabelRequest,
  from: number,
  to: number,
  where: 'block' | 'bar',
  place: LabelPlace,
): boolean {
  const left = Math.max(from, 0);
  const right = Math.min(to, request.column);
  if (right - left < request.text + 2 * inset) return false;
  set(place, where, right - inset - request.text);
  return true;
}

function set(place: LabelPlace, where: LabelPlace['where'], x: number): void {
  place.where = where;
  place.x = x;
}
