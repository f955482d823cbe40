import type { Brand } from './brand.ts';

/** Nanoseconds since the Unix epoch, in decimal digits: exact, and safe in JSON and `postMessage`. */
export type UnixNanoText = Brand<string, 'UnixNanoText'>;

/**
 * Nanoseconds as a number: a duration, or an offset from the start of a trace. Exact below 2^53, that is for
 * 104 days, which is why no absolute time is ever of this type.
 */
export type Nano = Brand<number, 'Nano'>;

export function unixNanoText(time: bigint): UnixNanoText {
  return time.toString() as UnixNanoText;
}

export function unixNano(text: UnixNanoText): bigint {
  return BigInt(text);
}

/** The instant as milliseconds since the epoch, for `Date`. */
export function unixMillis(text: UnixNanoText): number {
  return Number(BigInt(text) / 1_000_000n);
}
