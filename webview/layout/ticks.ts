import type { TimeScale, TimeWindow } from './timeScale.ts';

export interface Tick {
  /** Nanoseconds from the trace's start. */
  readonly nano: number;
  readonly label: string;
}

interface Unit {
  readonly nano: number;
  readonly name: string;
}

const nanoseconds: Unit = { nano: 1, name: 'ns' };
const microseconds: Unit = { nano: 1e3, name: 'µs' };
const milliseconds: Unit = { nano: 1e6, name: 'ms' };
const seconds: Unit = { nano: 1e9, name: 's' };
const minute = 60e9;
const day = 1440 * minute;

/** Steps from ten seconds on are those of a clock. */
const clockSteps = [
  10e9,
  15e9,
  30e9,
  ...[1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 1440].map((m) => m * minute),
];

/** What a ruler tells times by: from when it counts, and how it writes a time. */
export interface RulerTimes {
  /** Nanoseconds that the trace's start is behind what is counted from. */
  readonly origin: number;
  /** Text of a time, counted from there, in steps of `step`. */
  label(nano: number, step: number): string;
  /** Pixels that a tick needs at least. */
  readonly spacing: number;
}

/**
 * Ticks of a ruler: at round times, at most `room / spacing` of them, all in one unit, with as many decimals
 * as the step needs.
 */
export function ticks(window: TimeWindow, room: number, times?: RulerTimes): Tick[] {
  const step = stepFor(window.end - window.start, room, times);
  return ticksBetween(window, step, labelOf(window, step, times), times?.origin ?? 0);
}

/** The same over folded gaps: none in a gap, and the first one behind it not upon the last one before. */
export function scaleTicks(scale: TimeScale, times?: RulerTimes): Tick[] {
  const { folds, window, width } = scale;
  if (folds === undefined) return ticks(window, width, times);
  const step = stepFor(scale.span(width), width, times);
  const label = labelOf(window, step, times);
  const spacing = times?.spacing ?? usualSpacing;
  const result: Tick[] = [];
  let start = window.start;
  for (const gap of [...folds.gaps, { startNano: window.end, endNano: window.end }]) {
    const end = Math.min(gap.startNano, window.end);
    for (const tick of end < start ? [] : ticksBetween({ start, end }, step, label, times?.origin ?? 0)) {
      const before = result.at(-1);
      if (before === undefined || scale.x(tick.nano) - scale.x(before.nano) >= spacing - 1) result.push(tick);
    }
    start = Math.max(start, gap.endNano);
  }
  return result;
}

const usualSpacing = 88;

function stepFor(length: number, room: number, times: RulerTimes | undefined): number {
  return roundStep((length * (times?.spacing ?? usualSpacing)) / Math.max(room, 1));
}

function labelOf(window: TimeWindow, step: number, times: RulerTimes | undefined): (nano: number) => string {
  return times === undefined ? labeller(window.end, step) : (nano) => times.label(nano, step);
}

function ticksBetween(
  { start, end }: TimeWindow,
  step: number,
  label: (nano: number) => string,
  origin: number,
): Tick[] {
  const result: Tick[] = [];
  const last = Math.floor((end + origin) / step);
  for (let k = Math.ceil((start + origin) / step); k <= last; k++) {
    result.push({ nano: k * step - origin, label: label(k * step) });
  }
  return result;
}

/** The smallest of 1, 2, 5 times a power of ten (or a clock's step) that is at least `nano`. */
function roundStep(nano: number): number {
  if (nano > 5e9) {
    return clockSteps.find((step) => step >= nano) ?? Math.ceil(nano / day) * day;
  }
  const power = 10 ** Math.floor(Math.log10(Math.max(nano, 1)));
  for (const factor of [1, 2, 5]) if (factor * power >= nano) return factor * power;
  return 10 * power;
}

function labeller(end: number, step: number): (nano: number) => string {
  if (step >= day) return (nano) => `${Math.round(nano / day).toLocaleString('en-US')} d`;
  if (end >= 2 * minute && step >= 1e9) return clockLabel;
  const unit = unitFor(end, step);
  const decimals = Math.max(0, Math.ceil(-Math.log10(step / unit.nano) - 1e-9));
  return (nano) => `${(nano / unit.nano).toFixed(decimals)} ${unit.name}`;
}

/** The unit in which the largest time is short, unless it would need more than three decimals. */
function unitFor(end: number, step: number): Unit {
  const bySize = [nanoseconds, microseconds, milliseconds, seconds];
  const natural = end < 1e3 ? 0 : end < 1e6 ? 1 : end < 1e9 ? 2 : 3;
  for (let k = natural; k > 0; k--) {
    const unit = bySize[k] as Unit;
    if (step >= unit.nano / 1000) return unit;
  }
  return nanoseconds;
}

function clockLabel(nano: number): string {
  const whole = Math.round(nano / 1e9);
  const pad = (value: number): string => String(value).padStart(2, '0');
  const hours = Math.floor(whole / 3600);
  const rest = `${pad(whole % 60)}`;
  const minutes = Math.floor((whole % 3600) / 60);
  return hours > 0 ? `${hours}:${pad(minutes)}:${rest}` : `${minutes}:${rest}`;
}
