import type { PathSections } from '../../src/trace/criticalPath.ts';
import { noBlocks, type TimeBlocks, timeBlocks } from './timeBlocks.ts';

/** How many rows' blocks are kept; a view shows far fewer. */
const mostKept = 2000;

/**
 * The critical path's time in ranges of spans: in one span, or in all that a closed row hides. Made when a row is
 * first seen, and kept, since a row is painted in every frame.
 */
export class PathBlocks {
  readonly #sections: PathSections;
  readonly #count: number;
  /** Sections by span: those of `i` are `#order[#offset[i]] … #order[#offset[i + 1] - 1]`. */
  readonly #offset: Uint32Array;
  readonly #order: Uint32Array;
  readonly #kept = new Map<number, TimeBlocks>();

  constructor(sections: PathSections, count: number) {
    this.#sections = sections;
    this.#count = count;
    this.#offset = offsetsBySpan(sections, count);
    this.#order = orderBySpan(sections, this.#offset);
  }

  /** Of the spans `[first, end)`. */
  of(first: number, end: number): TimeBlocks {
    const from = this.#offset[first] as number;
    const to = this.#offset[end] as number;
    if (from === to) return noBlocks;
    const key = first * (this.#count + 1) + end;
    const known = this.#kept.get(key);
    if (known !== undefined) return known;
    if (this.#kept.size >= mostKept) this.#kept.clear();
    const blocks = this.#blocksOf(from, to);
    this.#kept.set(key, blocks);
    return blocks;
  }

  /** Sections are numbered by time, so that sorted numbers are sections by time. */
  #blocksOf(from: number, to: number): TimeBlocks {
    const { start, end } = this.#sections;
    const numbers = this.#order.slice(from, to).sort();
    return timeBlocks(
      Float64Array.from(numbers, (k) => start[k] as number),
      Float64Array.from(numbers, (k) => end[k] as number),
    );
  }
}

function offsetsBySpan({ span }: PathSections, count: number): Uint32Array {
  const offset = new Uint32Array(count + 1);
  for (let k = 0; k < span.length; k++) {
    const at = (span[k] as number) + 1;
    offset[at] = (offset[at] as number) + 1;
  }
  for (let i = 0; i < count; i++) offset[i + 1] = (offset[i + 1] as number) + (offset[i] as number);
  return offset;
}

/** A counting sort by span: the path's own order is by time. */
function orderBySpan({ span }: PathSections, offset: Uint32Array): Uint32Array {
  const order = new Uint32Array(span.length);
  const cursor = offset.slice();
  for (let k = 0; k < span.length; k++) {
    const of = span[k] as number;
    const at = cursor[of] as number;
    cursor[of] = at + 1;
    order[at] = k;
  }
  return order;
}
