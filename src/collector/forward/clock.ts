import type { Disposable } from '../../shared/disposable.ts';

/** Time and chance. */
export interface Clock {
  /** Milliseconds that never go back. */
  now(): number;
  unixMillis(): number;
  after(millis: number, call: () => void): Disposable;
  /** 0 to 1. */
  random(): number;
}

/** Its timers do not keep the process. */
export const systemClock: Clock = {
  now: () => performance.now(),
  unixMillis: () => Date.now(),
  after: (millis, call) => {
    const timer = setTimeout(call, millis).unref();
    return { dispose: () => clearTimeout(timer) };
  },
  random: () => Math.random(),
};
