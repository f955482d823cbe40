/** What the Collector takes where no salt is given, so that the same traces are chosen. */
const usualSalt = 'default-hash-seed';

/** 64-bit FNV-1a: the offset basis in two words, and what is left of the prime, 2⁴⁰ + 0x1b3, without its high bit. */
const basisHigh = 0xcbf29ce4;
const basisLow = 0x84222325;
const primeLow = 0x1b3;

/**
 * Chooses a share of all traces by the hash of salt and trace id, as `probabilistic` of the Collector's `tail_sampling`
 * does: the same ids with the same percentage and salt. In words of 32 bits, since it is asked for each trace.
 */
export class ShareOfTraces {
  readonly #thresholdHigh: number;
  readonly #thresholdLow: number;
  /** The hash of the salt, from which each trace goes on. */
  readonly #saltHigh: number;
  readonly #saltLow: number;
  #high = 0;
  #low = 0;

  constructor(percentage: number, salt = '') {
    const threshold = thresholdOf(percentage / 100);
    this.#thresholdHigh = Number(threshold >> 32n);
    this.#thresholdLow = Number(threshold & 0xffffffffn);
    this.#high = basisHigh;
    this.#low = basisLow;
    for (const byte of Buffer.from(salt === '' ? usualSalt : salt)) this.#add(byte);
    this.#saltHigh = this.#high;
    this.#saltLow = this.#low;
  }

  /** The trace id as four big-endian words from `at` on. */
  has(id: Uint32Array, at: number): boolean {
    this.#high = this.#saltHigh;
    this.#low = this.#saltLow;
    for (let i = at; i < at + 4; i++) {
      const word = id[i] as number;
      for (let shift = 24; shift >= 0; shift -= 8) this.#add((word >>> shift) & 0xff);
    }
    if (this.#high !== this.#thresholdHigh) return this.#high < this.#thresholdHigh;
    return this.#low <= this.#thresholdLow;
  }

  #add(byte: number): void {
    const low = (this.#low ^ byte) >>> 0;
    // Below 2⁴², so exact; the prime's high bit moves the low word up by 40.
    const product = low * primeLow;
    const carried = this.#high * primeLow + Math.floor(product / 2 ** 32) + ((low << 8) >>> 0);
    this.#high = carried % 2 ** 32;
    this.#low = product >>> 0;
  }
}

/** The ratio of 2⁶⁴ − 1, in the Collector's arithmetic: a product of 64 significant bits, rounded to even, cut to an integer. */
export function thresholdOf(ratio: number): bigint {
  if (ratio <= 0) return 0n;
  const most = 2n ** 64n - 1n;
  let exponent = 0;
  let mantissa = ratio;
  while (!Number.isInteger(mantissa)) {
    mantissa *= 2;
    exponent++;
  }
  let product = most * BigInt(mantissa);
  const extra = product.toString(2).length - 64;
  if (extra > 0) product = roundedToEven(product, BigInt(extra));
  const cut = product >> BigInt(exponent);
  return cut > most ? most : cut;
}

/** With the lowest bits set to 0. */
function roundedToEven(value: bigint, bits: bigint): bigint {
  const half = 1n << (bits - 1n);
  const rest = value & ((1n << bits) - 1n);
  const down = value >> bits;
  const isUp = rest > half || (rest === half && (down & 1n) === 1n);
  return (down + (isUp ? 1n : 0n)) << bits;
}
