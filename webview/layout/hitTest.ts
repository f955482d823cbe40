/** What lies under the pointer in the timeline. */
export type Hit =
  | { readonly kind: 'none' }
  /** A row, but not its bar. */
  | { readonly kind: 'row'; readonly row: number }
  | { readonly kind: 'bar'; readonly row: number };

/** A bar narrower than this is still easy to hit: pixels on each side of it that count as the bar. */
const reach = 4;

/** What is at `x` in a row whose bar reaches from `barLeft` to `barRight`; all in pixels of the column. */
export function hitTest(x: number, row: number, barLeft: number, barRight: number): Hit {
  if (row < 0) return { kind: 'none' };
  const onBar = x >= barLeft - reach && x <= barRight + reach;
  return { kind: onBar ? 'bar' : 'row', row };
}
