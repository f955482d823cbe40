import type { Clock } from '../../../../src/collector/forward/clock.ts';
import type { Disposable } from '../../../../src/shared/disposable.ts';

interface Timer {
  readonly at: number;
  readonly call: () => void;
}

/** A clock that a test moves on. */
export class FakeClock implements Clock {
  #now = 1_000;
  #timers: Timer[] = [];

  now(): number {
    return this.#now;
  }

  unixMillis(): number {
    return 1_763_816_400_000 + this.#now;
  }

  random(): number {
    return 0.5;
  }

  after(millis: number, call: () => void): Disposable {
    const timer = { at: this.#now + millis, call };
    this.#timers.push(timer);
    return { dispose: () => this.#remove(timer) };
  }

  /** Milliseconds until the next timer ends; `undefined` where there is none. */
  get next(): number | undefined {
    const [first] = this.#timers.toSorted((a, b) => a.at - b.at);
    return first === undefined ? undefined : Math.max(0, first.at - this.#now);
  }

  /** Time passes, and timers end in their order. */
  pass(millis: number): void {
    const end = this.#now + millis;
    for (;;) {
      const [first] = this.#timers.toSorted((a, b) => a.at - b.at);
      if (first === undefined || first.at > end) break;
      this.#now = Math.max(this.#now, first.at);
      this.#remove(first);
      first.call();
    }
    this.#now = end;
  }

  #remove(timer: Timer): void {
    this.#timers = this.#timers.filter((other) => other !== timer);
  }
}
