import type { Disposable } from '../../../src/shared/disposable.ts';
import type { Timer } from '../../../src/shared/throttle.ts';

/** Time that passes when the test says so. */
export class FakeTimer implements Timer {
  readonly #due: { at: number; run: () => void }[] = [];
  #now = 0;

  now(): number {
    return this.#now;
  }

  after(millis: number, run: () => void): Disposable {
    const entry = { at: this.#now + millis, run };
    this.#due.push(entry);
    return { dispose: () => this.#drop(entry) };
  }

  /** Lets time pass, and everything that waits for promises meanwhile happen. */
  async pass(millis: number): Promise<void> {
    const end = this.#now + millis;
    await settled();
    for (let next = this.#next(end); next !== undefined; next = this.#next(end)) {
      this.#now = next.at;
      this.#drop(next);
      next.run();
      await settled();
    }
    this.#now = end;
  }

  #next(end: number): { at: number; run: () => void } | undefined {
    const due = this.#due.filter((entry) => entry.at <= end);
    return due.sort((a, b) => a.at - b.at)[0];
  }

  #drop(entry: { at: number; run: () => void }): void {
    const index = this.#due.indexOf(entry);
    if (index >= 0) this.#due.splice(index, 1);
  }
}

/** Resolved after every promise that is settled already has told so. */
export function settled(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}
