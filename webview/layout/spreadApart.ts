/**
 * Places on a line, in the order given, as near to where each is wanted as can be with `apart` between
 * neighbours. The mean of pushing all that collide down and of pushing them up, which keeps the distances.
 */
export function spreadApart(
  wanted: readonly number[],
  apart: (before: number, after: number) => number,
): number[] {
  const down = [...wanted];
  for (let i = 1; i < down.length; i++) {
    down[i] = Math.max(down[i] as number, (down[i - 1] as number) + apart(i - 1, i));
  }
  const up = [...wanted];
  for (let i = up.length - 2; i >= 0; i--) {
    up[i] = Math.min(up[i] as number, (up[i + 1] as number) - apart(i, i + 1));
  }
  return wanted.map((_, i) => ((down[i] as number) + (up[i] as number)) / 2);
}
