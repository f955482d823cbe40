import { LatencySketch } from './latencySketch.ts';

/** Up to so many durations are kept as they are. */
const mostExact = 200;

/** Distribution of durations whose quantiles are exact, by nearest rank, for few and within 2 % for many. */
export class FewLatencies {
  #few: number[] | undefined = [];
  #many: LatencySketch | undefined;

  get count(): number {
    return this.#many?.count ?? this.#few?.length ?? 0;
  }

  /** 0 where there is none. */
  get max(): number {
    return this.#many?.max ?? this.#few?.reduce((most, nano) => Math.max(most, nano), 0) ?? 0;
  }

  add(nano: number): void {
    if (this.#few !== undefined && this.#few.length < mostExact) {
      this.#few.push(nano);
      return;
    }
    this.#many ??= new LatencySketch();
    for (const one of this.#few ?? []) this.#many.add(one);
    this.#few = undefined;
    this.#many.add(nano);
  }

  /** Value that the share `q` (0 to 1) of the durations does not exceed; 0 where there is none. */
  quantile(q: number): number {
    if (this.#few === undefined) return this.#many?.quantile(q) ?? 0;
    const sorted = this.#few.toSorted((a, b) => a - b);
    return sorted[Math.max(1, Math.ceil(q * sorted.length)) - 1] ?? 0;
  }
}
