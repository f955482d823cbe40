import type { Timer } from '../shared/throttle.ts';

/** The extension host's own clock. */
export const hostTimer: Timer = {
  after: (millis, run) => {
    const timeout = setTimeout(run, millis);
    return { dispose: () => clearTimeout(timeout) };
  },
  now: () => Date.now(),
};
