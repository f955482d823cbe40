import { firstBlockAfter, type TimeBlocks } from './timeBlocks.ts';
import type { TimeScale } from './timeScale.ts';

/** Stretches of whole device pixels: pairs of edges, CSS pixels, ascending; the first `count` pairs count. */
export interface PixelRuns {
  readonly edges: Float64Array;
  count: number;
}

/** A pixel counts as covered from this share on. */
const mostly = 0.5;
/** So many neighbouring pixels that are hardly covered are still one thin line. */
const hairline = 2;

/** What a block leaves in a pixel at least, so that one thin block alone is still seen. */
const trace = 1e-3;

/**
 * Projects stretches of time onto the pixels of a column by how much of each pixel they cover. So a thousand thin
 * blocks in one pixel look like what they cover together, while one thin block alone is still seen. Costs as much
 * as there are blocks or pixels in view, whichever is less. Belongs to one painter: its arrays are used again for
 * each row, nothing is allocated.
 */
export class BlockProjector {
  #coverage = new Float32Array(0);
  #scale: TimeScale | undefined;
  #ratio = 1;
  #pixels = 0;

  /** For the rows painted from now on, in a column `width` CSS pixels wide. */
  begin(scale: TimeScale, width: number, pixelRatio: number): void {
    this.#scale = scale;
    this.#ratio = pixelRatio;
    this.#pixels = Math.ceil(width * pixelRatio) + 1;
    if (this.#coverage.length < this.#pixels) this.#coverage = new Float32Array(this.#pixels);
  }

  /** `runs.edges` has to hold as many pairs as there are pixels. */
  project(blocks: TimeBlocks, runs: PixelRuns): void {
    runs.count = 0;
    const scale = this.#scale;
    if (scale === undefined) return;
    const from = firstBlockAfter(blocks, scale.nano(0));
    const to = Math.min(
      firstBlockAfter(blocks, scale.nano(this.#pixels / this.#ratio), from) + 1,
      blocks.start.length,
    );
    if (from >= to) return;
    this.#coverage.fill(0, 0, this.#pixels);
    if (to - from > this.#pixels) this.#coverEachPixel(blocks, from, scale);
    else this.#coverByBlock(blocks, from, to, scale);
    this.#collect(runs);
  }

  #coverByBlock(blocks: TimeBlocks, from: number, to: number, scale: TimeScale): void {
    for (let k = from; k < to; k++) {
      const left = scale.x(blocks.start[k] as number) * this.#ratio;
      const right = scale.x(blocks.end[k] as number) * this.#ratio;
      if (right >= 0 && left < this.#pixels) this.#cover(left, right);
    }
  }

  /** For more blocks than pixels: looks up what is covered up to each pixel's edge. */
  #coverEachPixel(blocks: TimeBlocks, from: number, scale: TimeScale): void {
    const pixel = scale.span(1 / this.#ratio);
    let block = from;
    let before = coveredUntil(blocks, block, scale.nano(0));
    for (let p = 0; p < this.#pixels; p++) {
      const edge = scale.nano((p + 1) / this.#ratio);
      const next = firstBlockAfter(blocks, edge, block);
      const after = coveredUntil(blocks, next, edge);
      const share = (after - before) / pixel;
      this.#coverage[p] = next > block ? Math.max(share, trace) : share;
      block = next;
      before = after;
    }
  }

  #cover(left: number, right: number): void {
    const coverage = this.#coverage;
    const from = Math.max(left, 0);
    const to = Math.min(right, this.#pixels - 1e-6);
    const first = Math.floor(from);
    const last = Math.floor(to);
    if (first === last) {
      coverage[first] = (coverage[first] as number) + Math.max(to - from, trace);
      return;
    }
    coverage[first] = (coverage[first] as number) + first + 1 - from;
    coverage.fill(1, first + 1, last);
    coverage[last] = (coverage[last] as number) + to - last;
  }

  /** Walks over the stretches of pixels that are covered at all. */
  #collect(runs: PixelRuns): void {
    const coverage = this.#coverage;
    for (let p = 0; p < this.#pixels; ) {
      if (coverage[p] === 0) {
        p++;
        continue;
      }
      const first = p;
      const before = runs.count;
      while (p < this.#pixels && (coverage[p] as number) > 0) p = this.#takeRun(p, runs);
      if (runs.count === before && p - first <= hairline) this.#add(runs, first, first + 1);
    }
  }

  /** Adds the run that begins at `p`, if it does; returns the first pixel behind what was looked at. */
  #takeRun(p: number, runs: PixelRuns): number {
    const coverage = this.#coverage;
    let end = p;
    while (end < this.#pixels && (coverage[end] as number) >= mostly) end++;
    if (end === p) return p + 1;
    this.#add(runs, p, end);
    return end;
  }

  #add(runs: PixelRuns, first: number, end: number): void {
    runs.edges[2 * runs.count] = first / this.#ratio;
    runs.edges[2 * runs.count + 1] = end / this.#ratio;
    runs.count++;
  }
}

/** What blocks cover up to a time, of which `block` is the first that ends later. */
function coveredUntil({ start, covered }: TimeBlocks, block: number, nano: number): number {
  const into = block < start.length ? Math.max(0, nano - (start[block] as number)) : 0;
  return (covered[block] as number) + into;
}
