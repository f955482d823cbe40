import type { Clock } from './clock.ts';
import { mostAskedMillis, RetryDelay } from './retryDelay.ts';
import type { Outcome } from './sender.ts';

/** A forward that a person has to mend looks whether they did. */
const failedMillis = 5 * 60_000;
/** A back end on this machine is started and stopped all the time, and asking it costs nothing. */
const mostLocalDelayMillis = 5_000;

/** How a back end does, and when it is asked again. */
export class Patience {
  readonly #clock: Clock;
  readonly #delay: RetryDelay;
  trouble: 'none' | 'retrying' | 'failed' = 'none';
  /** A sentence. */
  problem: string | undefined;
  /** Nothing is sent before this. */
  retryAt = Number.NEGATIVE_INFINITY;
  /** Grows with each setback, so that attempts which began before it do not count as another. */
  setbacks = 0;

  constructor(clock: Clock, isLocal: boolean) {
    this.#clock = clock;
    this.#delay = new RetryDelay(() => clock.random(), isLocal ? mostLocalDelayMillis : undefined);
  }

  /** An attempt that began after so many setbacks was one too. */
  setBack(
    outcome: Outcome & { readonly type: 'retry' | 'failed' },
    setbacksBefore: number,
    problem: string,
  ): void {
    const now = this.#clock.now();
    this.problem = problem;
    if (outcome.type === 'failed') {
      this.trouble = 'failed';
      this.retryAt = now + failedMillis;
    } else if (setbacksBefore === this.setbacks) {
      this.trouble = 'retrying';
      this.retryAt = now + this.#delay.next(outcome.afterMillis);
    } else if (outcome.afterMillis !== undefined)
      this.retryAt = Math.max(this.retryAt, now + Math.min(outcome.afterMillis, mostAskedMillis));
    this.setbacks++;
  }

  /** An attempt that began after so many setbacks was answered; what was sent later may say otherwise. */
  goOn(setbacksBefore: number): void {
    if (setbacksBefore !== this.setbacks) return;
    this.trouble = 'none';
    this.problem = undefined;
    this.retryAt = Number.NEGATIVE_INFINITY;
    this.#delay.reset();
  }
}
