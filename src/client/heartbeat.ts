import type { Disposable } from '../shared/disposable.ts';

/** The collector lets a connection go of which it hears nothing for three times as long. */
const beatMillis = 10_000;
/** Enough to read what has come while this process was held up. */
const settleMillis = 1_000;

/** Says every ten seconds that this process is alive, and knows when it was not: a debugger held it up, or it was stopped. */
export class Heartbeat implements Disposable {
  readonly #beat: () => void;
  readonly #now: () => number;
  readonly #timer: NodeJS.Timeout;
  #settling: NodeJS.Timeout | undefined;
  #last: number;

  /** `now` in milliseconds on any scale that goes on meanwhile. */
  constructor(beat: () => void, now: () => number) {
    this.#beat = beat;
    this.#now = now;
    this.#last = now();
    this.#timer = setInterval(() => this.#tick(), beatMillis).unref();
  }

  /** Whether the last beat is so long ago that the collector may have let this process go. */
  get wasAway(): boolean {
    return this.#now() - this.#last > 2 * beatMillis;
  }

  dispose(): void {
    clearInterval(this.#timer);
    clearTimeout(this.#settling);
  }

  /** Whoever writes to a connection that was closed meanwhile never reads why: after a pause, what came is read first. */
  #tick(): void {
    if (this.wasAway) this.#settling ??= setTimeout(() => this.#beatNow(), settleMillis).unref();
    else this.#beatNow();
  }

  #beatNow(): void {
    this.#settling = undefined;
    this.#last = this.#now();
    this.#beat();
  }
}
