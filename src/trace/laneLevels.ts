import { statusCodes } from '../shared/spanKind.ts';
import type { TraceColumns } from '../shared/traceColumns.ts';
import type { FlameLayout } from './flameLayout.ts';

/** Takes one rectangle: the longest of `count` spans that would not be told apart. */
export type EmitSpan = (span: number, count: number, hasError: boolean) => void;

const failed = statusCodes.indexOf('error');

/**
 * Lanes at any level of detail: for each step of time that would be one pixel, the longest span that begins in it
 * and how many it stands for, as in Perfetto's slice mipmap. A tree of maxima over the spans in the order of the
 * lanes (an implicit segment forest, after Tristan Hume) answers each step in O(log n), so a frame costs what is
 * seen of it and not what the trace has. Allocates nothing after it is made.
 */
export class LaneLevels {
  readonly #layout: FlameLayout;
  readonly #start: Float64Array;
  readonly #end: Float64Array;
  /** Place in the order of the longest span under each node; leaves from `#size` on. */
  readonly #longest: Uint32Array;
  readonly #size: number;
  /** Failed spans before each place. */
  readonly #errorsBefore: Uint32Array;

  constructor(trace: TraceColumns, layout: FlameLayout) {
    const count = layout.order.length;
    this.#layout = layout;
    this.#start = new Float64Array(count);
    this.#end = new Float64Array(count);
    this.#errorsBefore = new Uint32Array(count + 1);
    for (let place = 0; place < count; place++) {
      const span = layout.order[place] as number;
      this.#start[place] = trace.start[span] as number;
      this.#end[place] = (trace.start[span] as number) + (trace.duration[span] as number);
      const error = trace.status[span] === failed ? 1 : 0;
      this.#errorsBefore[place + 1] = (this.#errorsBefore[place] as number) + error;
    }
    this.#size = Math.max(1, count);
    this.#longest = new Uint32Array(2 * this.#size);
    for (let place = 0; place < count; place++) this.#longest[this.#size + place] = place;
    for (let node = this.#size - 1; node > 0; node--) {
      this.#longest[node] = this.#longer(
        this.#longest[2 * node] as number,
        this.#longest[2 * node + 1] as number,
      );
    }
  }

  /**
   * What to draw of a lane between two times, by start. `stepNano` is the time of a pixel; rounded down to a power
   * of two by the caller, small zooms give the same rectangles.
   */
  query(lane: number, fromNano: number, toNano: number, stepNano: number, emit: EmitSpan): void {
    const { order, laneOffset } = this.#layout;
    const last = laneOffset[lane + 1] as number;
    let place = this.#firstEndingAfter(laneOffset[lane] as number, last, fromNano);
    while (place < last && (this.#start[place] as number) < toNano) {
      const bucket = (Math.floor((this.#start[place] as number) / stepNano) + 1) * stepNano;
      const next = Math.max(place + 1, this.#firstStartingFrom(place, last, bucket));
      const longest = next === place + 1 ? place : this.#longestOf(place, next);
      const hasError = this.#errorsBefore[next] !== this.#errorsBefore[place];
      emit(order[longest] as number, next - place, hasError);
      place = next;
    }
  }

  /** The span at a time in a lane, or the nearest one at most `marginNano` away; −1 for none. */
  spanAt(lane: number, nano: number, marginNano: number): number {
    const { order, laneOffset } = this.#layout;
    const first = laneOffset[lane] as number;
    const last = laneOffset[lane + 1] as number;
    const after = this.#firstEndingAfter(first, last, nano);
    let best = -1;
    let distance = marginNano;
    for (let place = Math.max(first, after - 1); place < Math.min(last, after + 2); place++) {
      const away = Math.max(0, (this.#start[place] as number) - nano, nano - (this.#end[place] as number));
      if (away > distance || (best >= 0 && away === distance)) continue;
      best = order[place] as number;
      distance = away;
    }
    return best;
  }

  #longer(a: number, b: number): number {
    const longer = (this.#end[b] as number) - (this.#start[b] as number);
    return longer > (this.#end[a] as number) - (this.#start[a] as number) ? b : a;
  }

  #longestOf(from: number, to: number): number {
    let best = from;
    let low = from + this.#size;
    let high = to + this.#size;
    for (; low < high; low >>= 1, high >>= 1) {
      if ((low & 1) === 1) best = this.#longer(best, this.#longest[low++] as number);
      if ((high & 1) === 1) best = this.#longer(best, this.#longest[--high] as number);
    }
    return best;
  }

  /** Spans of a lane do not overlap, so their ends are in order too. */
  #firstEndingAfter(first: number, last: number, nano: number): number {
    let low = first;
    let high = last;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((this.#end[middle] as number) <= nano) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  /** Gallops, since the next pixel is near where spans are few and far where they are many. */
  #firstStartingFrom(place: number, last: number, nano: number): number {
    let step = 1;
    while (place + step < last && (this.#start[place + step] as number) < nano) step *= 2;
    let low = place + (step >> 1);
    let high = Math.min(last, place + step);
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((this.#start[middle] as number) < nano) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}
