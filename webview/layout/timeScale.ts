/** A stretch of a trace, nanoseconds from the trace's start. */
export interface TimeWindow {
  readonly start: number;
  readonly end: number;
}

/** Closest zoom: below this, times are no longer exact enough to tell apart. */
const minWindowNano = 20;

/** The one place that turns nanoseconds of a window into CSS pixels of the timeline column, and back. */
export class TimeScale {
  readonly window: TimeWindow;
  /** Pixels that the window fills. */
  readonly width: number;
  readonly #pixelsPerNano: number;

  constructor(window: TimeWindow, width: number) {
    this.window = window;
    this.width = width;
    this.#pixelsPerNano = width / (window.end - window.start);
  }

  /** Pixels from the left edge of the column; may lie outside of it. */
  x(nano: number): number {
    return (nano - this.window.start) * this.#pixelsPerNano;
  }

  nano(x: number): number {
    return this.window.start + x / this.#pixelsPerNano;
  }

  /** Nanoseconds that a number of pixels stands for. */
  span(pixels: number): number {
    return pixels / this.#pixelsPerNano;
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
  return window.start <= whole.start && window.end >= whole.end;
}
