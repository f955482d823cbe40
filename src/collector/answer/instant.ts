/** Nanoseconds since the epoch as two words. */
export interface Instant {
  readonly high: number;
  readonly low: number;
}

export function nanosBetween(base: Instant, high: number, low: number): number {
  return (high - base.high) * 2 ** 32 + (low - base.low);
}
