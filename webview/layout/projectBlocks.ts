import type { TimeScale } from './timeScale.ts';

/**
 * Turns blocks of time (pairs of start and end, ascending) into pairs of edges in pixels, on whole device
 * pixels; blocks less than a pixel apart become one. Only what lies between 0 and `width` is kept, so there are
 * never more than pixels. Returns the number of pairs written into `into`.
 */
export function projectBlocks(
  blocks: Float64Array,
  scale: TimeScale,
  width: number,
  pixelRatio: number,
  into: Float64Array,
): number {
  const pairs = blocks.length / 2;
  const most = into.length / 2;
  let count = 0;
  for (let k = firstEndingAfter(blocks, scale.window.start); k < pairs && count < most; k++) {
    const x = scale.x(blocks[2 * k] as number);
    if (x > width) break;
    const from = Math.round(x * pixelRatio) / pixelRatio;
    const to = Math.round(scale.x(blocks[2 * k + 1] as number) * pixelRatio) / pixelRatio;
    if (count > 0 && from - (into[2 * count - 1] as number) < 1) {
      into[2 * count - 1] = Math.max(to, into[2 * count - 1] as number);
    } else {
      into[2 * count] = from;
      into[2 * count + 1] = to;
      count++;
    }
  }
  return count;
}

function firstEndingAfter(blocks: Float64Array, nano: number): number {
  let low = 0;
  let high = blocks.length / 2;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((blocks[2 * middle + 1] as number) <= nano) low = middle + 1;
    else high = middle;
  }
  return low;
}
