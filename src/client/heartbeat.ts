import type { Disposable } from '../shared/disposable.ts';

/** The collector lets a connection go of which it hears nothing for three times as long. */
const beatMillis = 10_000;

/**
 * Says every ten seconds that this process is alive, and knows when it was not: a debugger held it up, or it was stopped.
 */
export class Heartbeat implements Disposable {
  readonly #now: () => number;
  readonly #timer: NodeJS.Timeout;
  #last: number;

  /** `now` in milliseconds on any scale that goes on meanwhile. */
  constructor(beat: () => void, now: () => number) {
    this.#now = now;
    this.#last = now();
    this.#timer = setInterval(() => {
      const wasAway = this.wasAway;
      this.#last = now();
      // Whoever writes to a connection that was closed meanwhile never reads why: what came is read first.
      if (!wasAway) beat();
    }, beatMillis).unref();
  }

  /** Whether the last beat is so long ago that the collector may have let this process go. */
  get wasAway(): boolean {
    return this.#now() - this.#last > 2 * beatMillis;
  }

  dispose(): void {
    clearInterval(this.#timer);
  }
}
