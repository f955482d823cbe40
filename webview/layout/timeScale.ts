import type { TimeFolds } from './timeFolds.ts';

/** A stretch of a trace, nanoseconds from the trace's start. */
export interface TimeWindow {
  readonly start: number;
  readonly end: number;
}

/** What a way into folded time and back may cost. */
const rounding = 0.01;

/** Closest zoom: below this, times are no longer exact enough to tell apart. */
const minWindowNano = 20;

/** The one place that turns nanoseconds of a window into CSS pixels of the timeline column, and back. */
export class TimeScale {
  readonly window: TimeWindow;
  /** Pixels that the window fills. */
  readonly width: number;
  /** Gaps that are drawn shorter than they are; `undefined` without any. */
  readonly folds: TimeFolds | undefined;
  readonly #start: number;
  readonly #pixelsPerNano: number;

  constructor(window: TimeWindow, width: number, folds?: TimeFolds) {
    this.window = window;
    this.width = width;
    this.folds = folds;
    this.#start = this.#fold(window.start);
    this.#pixelsPerNano = width / (this.#fold(window.end) - this.#start);
  }

  /** Pixels from the left edge of the column; may lie outside of it. */
  x(nano: number): number {
    return (this.#fold(nano) - this.#start) * this.#pixelsPerNano;
  }

  nano(x: number): number {
    const folded = this.#start + x / this.#pixelsPerNano;
    return this.folds === undefined ? folded : this.folds.unfold(folded);
  }

  /** Nanoseconds that a number of pixels stands for, outside of folded gaps. */
  span(pixels: number): number {
    return pixels / this.#pixelsPerNano;
  }

  #fold(nano: number): number {
    return this.folds === undefined ? nano : this.folds.fold(nano);
  }
}

/** All of a trace; a trace without any length gets a microsecond, so that there is a scale. */
export function wholeTrace(durationNano: number): TimeWindow {
  return { start: 0, end: Math.max(durationNano, 1e3) };
}

/** The window `factor` times as long (below 1 zooms in) in which `anchor` stays where it is on the screen. */
export function zoomAt(window: TimeWindow, factor: number, anchor: number, whole: TimeWindow): TimeWindow {
  const length = window.end - window.start;
  const next = Math.min(Math.max(length * factor, minWindowNano), whole.end - whole.start);
  const start = anchor - ((anchor - window.start) / length) * next;
  return within({ start, end: start + next }, whole);
}

export function panBy(window: TimeWindow, nano: number, whole: TimeWindow): TimeWindow {
  return within({ start: window.start + nano, end: window.end + nano }, whole);
}

/** A window around a span with a tenth of its length on both sides. */
export function windowAround(start: number, end: number, whole: TimeWindow): TimeWindow {
  const length = Math.max(end - start, minWindowNano);
  return within({ start: start - length / 10, end: start + length * 1.1 }, whole);
}

/** The window moved, and cut only where it is longer than the trace, so that it lies inside the trace. */
export function within(window: TimeWindow, whole: TimeWindow): TimeWindow {
  const length = Math.min(Math.max(window.end - window.start, minWindowNano), whole.end - whole.start);
  const start = Math.min(Math.max(window.start, whole.start), whole.end - length);
  return { start, end: start + length };
}

/** Whether a window shows the whole trace, so that it should grow with it. */
export function isWhole(window: TimeWindow, whole: TimeWindow): boolean {
  return window.start <= whole.start + rounding && window.end >= whole.end - rounding;
}

/** The window as it is in folded time, changed there, and back. */
export function inFoldedTime(
  window: TimeWindow,
  folds: TimeFolds | undefined,
  change: (folded: TimeWindow, fold: (nano: number) => number) => TimeWindow,
): TimeWindow {
  if (folds === undefined) return change(window, (nano) => nano);
  const fold = (nano: number): number => folds.fold(nano);
  const next = change({ start: fold(window.start), end: fold(window.end) }, fold);
  return { start: folds.unfold(next.start), end: folds.unfold(next.end) };
}
