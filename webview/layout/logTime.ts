import type { UnixNanoText } from '../../src/shared/time.ts';
import type { LogRecord } from '../../src/shared/traceLogs.ts';
import type { TimeMode } from '../../src/shared/waterfallProtocol.ts';

/** Nanoseconds of each record from the trace's start; logs may come before it. */
export function logTimes(records: readonly LogRecord[], traceStart: UnixNanoText): Float64Array {
  const start = BigInt(traceStart);
  return Float64Array.from(records, ({ timeUnixNano }) => Number(BigInt(timeUnixNano) - start));
}

/** Tells the time of records so that those of one list can be compared digit by digit. */
export class LogClock {
  readonly #mode: TimeMode;
  readonly #startMillis: number;
  readonly #longest: number;

  /** `longest`: the largest time from the trace's start that has to be told, nanoseconds. */
  constructor(mode: TimeMode, traceStart: UnixNanoText, longest: number) {
    this.#mode = mode;
    this.#startMillis = Number(BigInt(traceStart) / 1000n) / 1000;
    this.#longest = longest;
  }

  /** `previous`: the time of the record shown before, `undefined` for the first. */
  text(nano: number, previous: number | undefined): string {
    if (this.#mode === 'absolute') return clockTime(new Date(this.#startMillis + nano / 1e6));
    if (this.#mode === 'sincePrevious' && previous !== undefined) return `+${this.#offset(nano - previous)}`;
    return nano < 0 ? `−${this.#offset(-nano)}` : this.#offset(nano);
  }

  #offset(nano: number): string {
    if (this.#longest < 1e6) return `${(nano / 1e3).toFixed(1)} µs`;
    if (this.#longest < 10e9) return `${(nano / 1e6).toFixed(1)} ms`;
    return `${(nano / 1e9).toFixed(3)} s`;
  }
}

function clockTime(date: Date): string {
  const pad = (value: number, digits = 2): string => String(value).padStart(digits, '0');
  return `${pad(date.getHours())}:${pad(date.getMinutes())}:${pad(date.getSeconds())}.${pad(date.getMilliseconds(), 3)}`;
}
