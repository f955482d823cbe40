/** The Collector's own (`exporterhelper`): ±50 % around a delay that grows by half each time. */
const growth = 1.5;
const jitter = 0.5;
/** Nobody has to wait longer for a back end that asks for patience. */
export const mostAskedMillis = 60 * 60_000;

/**
 * How long to wait before the next attempt: the Collector's exponential backoff, begun earlier (its 5 s are for a data centre; on a
 * developer's machine the back end is being restarted), and never less than what the back end asks for.
 */
export class RetryDelay {
  readonly #initialMillis: number;
  readonly #mostMillis: number;
  readonly #random: () => number;
  #millis: number;

  /** `random` answers 0 to 1. */
  constructor(random: () => number, mostMillis = 30_000, initialMillis = 1_000) {
    this.#random = random;
    this.#mostMillis = mostMillis;
    this.#initialMillis = initialMillis;
    this.#millis = initialMillis;
  }

  /** Milliseconds until the next attempt; `askedMillis` is what the back end asked for. */
  next(askedMillis = 0): number {
    const spread = 1 - jitter + 2 * jitter * this.#random();
    const delay = Math.min(this.#millis * spread, this.#mostMillis);
    this.#millis = Math.min(this.#millis * growth, this.#mostMillis);
    return Math.max(delay, Math.min(askedMillis, mostAskedMillis));
  }

  /** An attempt went well. */
  reset(): void {
    this.#millis = this.#initialMillis;
  }
}

/** Milliseconds of a `Retry-After` (RFC 9110, 10.2.3: seconds or a date); `undefined` where it is neither. */
export function retryAfterMillis(value: string | undefined, now: number): number | undefined {
  const text = value?.trim() ?? '';
  if (/^\d+$/.test(text)) return Number(text) * 1_000;
  if (!/^[A-Za-z]{3},? /.test(text)) return undefined;
  const date = Date.parse(text);
  return Number.isNaN(date) ? undefined : Math.max(0, date - now);
}
