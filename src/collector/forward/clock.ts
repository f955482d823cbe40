import type { Disposable } from '../../shared/disposable.ts';

/** Time and chance. */
export interface Clock {
  /** Milliseconds that never go back. */
  now(): number;
  unixMillis(): number;
  /** It may end early where it is told to wait for weeks. */
  after(millis: number, call: () => void): Disposable;
  /** 0 to 1. */
  random(): number;
}

/** Longer timers of Node end at once. */
const mostTimerMillis = 2 ** 31 - 1;

/** Its timers do not keep the process. */
export const systemClock: Clock = {
  now: () => performance.now(),
  unixMillis: () => Date.now(),
  after: (millis, call) => {
    const timer = setTimeout(call, Math.min(millis, mostTimerMillis)).unref();
    return { dispose: () => clearTimeout(timer) };
  },
  random: () => Math.random(),
};
