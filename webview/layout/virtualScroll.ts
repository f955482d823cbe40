/** Browsers lay out elements up to 33 million device pixels; well below that, rows are scrolled to scale. */
const tallest = 10_000_000;

/** Heights in CSS pixels. */
export interface ScrollGeometry {
  /** Of all rows together. */
  readonly content: number;
  /** Of what is seen of them. */
  readonly viewport: number;
}

/** Height that the element inside the scroller gets. */
export function elementHeight({ content }: ScrollGeometry): number {
  return Math.min(content, tallest);
}

/** From the scroller's position to the position among the rows. */
export function contentTop(scrollTop: number, geometry: ScrollGeometry): number {
  return scrollTop * ratio(geometry);
}

/** From a position among the rows to the scroller's position. */
export function scrollTopFor(top: number, geometry: ScrollGeometry): number {
  const last = Math.max(0, geometry.content - geometry.viewport);
  return Math.min(Math.max(top, 0), last) / ratio(geometry);
}

function ratio(geometry: ScrollGeometry): number {
  const scrolled = elementHeight(geometry) - geometry.viewport;
  return scrolled <= 0 ? 1 : Math.max(1, (geometry.content - geometry.viewport) / scrolled);
}

/**
 * Position among the rows that brings a row into view with the least movement; with `centre`, in the middle
 * when it is out of view.
 */
export function revealTop(
  row: number,
  rowHeight: number,
  top: number,
  viewport: number,
  centre: boolean,
): number {
  const rowTop = row * rowHeight;
  if (rowTop >= top && rowTop + rowHeight <= top + viewport) return top;
  if (centre) return Math.max(0, rowTop - (viewport - rowHeight) / 2);
  return rowTop < top ? rowTop : Math.max(0, rowTop + rowHeight - viewport);
}
