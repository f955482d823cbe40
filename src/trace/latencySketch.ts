/** Buckets of equal width within each power of two: a value differs from its bucket's middle by at most 1.6 %. */
const bucketBits = 5;
const growBy = 16;

/** Width of a bucket, by the exponent of its values. */
const widths = Float64Array.from({ length: 64 }, (_, exponent) => 2 ** (exponent - bucketBits));

/**
 * Distribution of durations, log-linear as HdrHistogram: counts in buckets whose width grows with the value.
 * Quantiles are within 2 % of the true value; count, minimum and maximum are exact. Takes 4 bytes for each
 * bucket between the fastest and the slowest, so at most 6.5 kB and usually a few hundred bytes.
 */
export class LatencySketch {
  #counts = new Uint32Array(0);
  /** Bucket number of `#counts[0]`. */
  #first = 0;
  count = 0;
  min = Number.POSITIVE_INFINITY;
  max = 0;

  get bytes(): number {
    return this.#counts.byteLength;
  }

  /** `nano` is not negative. */
  add(nano: number): void {
    this.count++;
    if (nano < this.min) this.min = nano;
    if (nano > this.max) this.max = nano;
    const index = bucketOf(nano) - this.#first;
    if (index < 0 || index >= this.#counts.length) this.#widen(index + this.#first);
    const at = bucketOf(nano) - this.#first;
    this.#counts[at] = (this.#counts[at] as number) + 1;
  }

  /** Value below which the share `q` (0 to 1) of the durations lies; 0 where there is none. */
  quantile(q: number): number {
    const rank = Math.max(1, Math.ceil(q * this.count));
    let passed = 0;
    for (let i = 0; i < this.#counts.length; i++) {
      passed += this.#counts[i] as number;
      if (passed >= rank) return Math.min(this.max, Math.max(this.min, middleOf(i + this.#first)));
    }
    return this.count === 0 ? 0 : this.max;
  }

  /** Counts in `bars` intervals of equal width on a logarithmic scale from the fastest to the slowest. */
  histogram(bars: number): number[] {
    const result = new Array<number>(bars).fill(0);
    const low = Math.log(Math.max(1, this.min));
    const width = Math.log(Math.max(1, this.max)) - low;
    for (let i = 0; i < this.#counts.length; i++) {
      const count = this.#counts[i] as number;
      if (count === 0) continue;
      const position = Math.log(Math.max(1, middleOf(i + this.#first))) - low;
      const bar = width === 0 ? 0 : Math.floor((position / width) * bars);
      const at = Math.min(bars - 1, Math.max(0, bar));
      result[at] = (result[at] as number) + count;
    }
    return result;
  }

  #widen(bucket: number): void {
    const length = this.#counts.length;
    const first = length === 0 ? bucket : Math.min(this.#first, bucket);
    const last = length === 0 ? bucket : Math.max(this.#first + length - 1, bucket);
    const from = first < this.#first || length === 0 ? Math.max(0, first - growBy) : first;
    const to = last >= this.#first + length ? last + growBy : last;
    const counts = new Uint32Array(to - from + 1);
    counts.set(this.#counts, length === 0 ? 0 : this.#first - from);
    this.#counts = counts;
    this.#first = from;
  }
}

/** Buckets are numbered through all powers of two from 1 on; 0 is for what is below 1 ns. */
function bucketOf(nano: number): number {
  if (nano < 1) return 0;
  const high = Math.floor(nano / 2 ** 32);
  const exponent = high > 0 ? 63 - Math.clz32(high) : 31 - Math.clz32(nano);
  return (exponent << bucketBits) + Math.floor(nano / (widths[exponent] as number)) - (1 << bucketBits) + 1;
}

function middleOf(bucket: number): number {
  if (bucket <= 0) return 0;
  const exponent = (bucket - 1) >> bucketBits;
  const step = (bucket - 1) & ((1 << bucketBits) - 1);
  return 2 ** exponent * (1 + (step + 0.5) / (1 << bucketBits));
}
