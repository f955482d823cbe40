import type { Disposable } from './disposable.ts';

/** Time as the host gives it; a test gives its own. */
export interface Timer {
  /** Calls once after that many milliseconds; disposing the result before then prevents it. */
  after(millis: number, run: () => void): Disposable;
  /** Milliseconds since the epoch. */
  now(): number;
}

/**
 * Runs an action at most once in an interval: the first request runs at once, later ones together at the
 * interval's end. An action that is still running when the next one is due delays it, so that answers never
 * overtake each other.
 */
export class Throttle implements Disposable {
  readonly #timer: Timer;
  readonly #millis: number;
  readonly #action: () => void | Promise<void>;
  #waiting: Disposable | undefined;
  #running = false;
  #wanted = false;
  #disposed = false;

  constructor(timer: Timer, millis: number, action: () => void | Promise<void>) {
    this.#timer = timer;
    this.#millis = millis;
    this.#action = action;
  }

  request(): void {
    if (this.#disposed) return;
    if (this.#running || this.#waiting !== undefined) this.#wanted = true;
    else void this.#run();
  }

  dispose(): void {
    this.#disposed = true;
    this.#waiting?.dispose();
    this.#waiting = undefined;
  }

  async #run(): Promise<void> {
    this.#wanted = false;
    this.#running = true;
    try {
      await this.#action();
    } finally {
      this.#running = false;
      if (!this.#disposed) this.#waiting = this.#timer.after(this.#millis, () => this.#intervalEnded());
    }
  }

  #intervalEnded(): void {
    this.#waiting = undefined;
    if (this.#wanted) this.request();
  }
}
