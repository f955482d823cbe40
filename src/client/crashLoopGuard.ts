const mostRestarts = 3;
const withinMillis = 60_000;

/** Says when restarting has become pointless: three times within a minute. */
export class CrashLoopGuard {
  readonly #now: () => number;
  #restarts: number[] = [];

  /** `now` in milliseconds on any scale. */
  constructor(now: () => number) {
    this.#now = now;
  }

  /** Counts a restart; false when there were too many of late and it must not happen. */
  tryRestart(): boolean {
    const now = this.#now();
    this.#restarts = this.#restarts.filter((time) => now - time < withinMillis);
    if (this.#restarts.length >= mostRestarts) return false;
    this.#restarts.push(now);
    return true;
  }

  /** Forgets what was: a person asked for another try. */
  reset(): void {
    this.#restarts = [];
  }
}
