import type { TimeWindow } from './timeScale.ts';

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

/** Steps from ten seconds on are those of a clock. */
const clockSteps = [
  10e9,
  15e9,
  30e9,
  ...[1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 1440].map((m) => m * minute),
];

/**
 * Ticks of a ruler: at round times, at most `room / spacing` of them, all in one unit, with as many decimals
 * as the step needs.
 */
export function ticks(window: TimeWindow, room: number, spacing = 88): Tick[] {
  const length = window.end - window.start;
  const step = roundStep((length * spacing) / Math.max(room, 1));
  const label = labeller(window.end, step);
  const result: Tick[] = [];
  const first = Math.ceil(window.start / step);
  const last = Math.floor(window.end / step);
  for (let k = first; k <= last; k++) result.push({ nano: k * step, label: label(k * step) });
  return result;
}

/** The smallest of 1, 2, 5 times a power of ten (or a clock's step) that is at least `nano`. */
function roundStep(nano: number): number {
  if (nano > 5e9) {
    return clockSteps.find((step) => step >= nano) ?? Math.ceil(nano / (1440 * minute)) * 1440 * minute;
  }
  const power = 10 ** Math.floor(Math.log10(Math.max(nano, 1)));
  for (const factor of [1, 2, 5]) if (factor * power >= nano) return factor * power;
  return 10 * power;
}

function labeller(end: number, step: number): (nano: number) => string {
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
