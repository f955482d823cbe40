/** More services than anybody runs; beyond them all begin anew. */
const mostServices = 10_000;

interface Bucket {
  tokens: number;
  /** Milliseconds of the clock. */
  at: number;
}

/**
 * A bucket of tokens for each service, one token a span: filled at the rate, with room for two seconds of it, as
 * `rate_limiting` of the Collector's `tail_sampling` has one for all. A trace larger than the bucket never passes.
 */
export class RateLimit {
  readonly #perSecond: number;
  readonly #room: number;
  readonly #clock: () => number;
  readonly #buckets = new Map<string, Bucket>();

  /** `clock` tells milliseconds and never goes back. */
  constructor(spansPerSecond: number, clock: () => number) {
    this.#perSecond = spansPerSecond;
    this.#room = 2 * spansPerSecond;
    this.#clock = clock;
  }

  /** Takes the tokens where there are enough. */
  takes(service: string, spans: number): boolean {
    const now = this.#clock();
    const bucket = this.#bucketOf(service, now);
    bucket.tokens = Math.min(this.#room, bucket.tokens + ((now - bucket.at) / 1000) * this.#perSecond);
    bucket.at = now;
    if (spans > bucket.tokens) return false;
    bucket.tokens -= spans;
    return true;
  }

  #bucketOf(service: string, now: number): Bucket {
    const known = this.#buckets.get(service);
    if (known !== undefined) return known;
    if (this.#buckets.size >= mostServices) this.#buckets.clear();
    const bucket = { tokens: this.#room, at: now };
    this.#buckets.set(service, bucket);
    return bucket;
  }
}
