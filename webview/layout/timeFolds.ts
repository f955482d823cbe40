/** A stretch of time, nanoseconds from the trace's start. */
export interface Gap {
  readonly startNano: number;
  readonly endNano: number;
}

/** Share of what remains of a trace that a folded gap takes on the ruler. */
const gapShare = 0.03;

/**
 * Time in which some gaps are drawn shorter than they are. Folded time is measured in nanoseconds too: outside of
 * gaps it runs as fast as real time, in a gap it is slower.
 */
export class TimeFolds {
  readonly gaps: readonly Gap[];
  /** How long each gap is in folded time. */
  readonly #shown: number;

  /** Gaps by time and disjoint; each is drawn equally long. */
  constructor(gaps: readonly Gap[], wholeNano: number) {
    const lengths = gaps.map(({ startNano, endNano }) => endNano - startNano);
    const idle = lengths.reduce((sum, length) => sum + length, 0);
    const busy = Math.max(wholeNano - idle, wholeNano / 1e6);
    this.gaps = gaps;
    this.#shown = Math.min(busy * gapShare, ...lengths);
  }

  fold(nano: number): number {
    let saved = 0;
    for (let k = 0; k < this.gaps.length; k++) {
      const { startNano, endNano } = this.gaps[k] as Gap;
      if (nano <= startNano) break;
      const length = endNano - startNano;
      if (nano < endNano) return startNano - saved + ((nano - startNano) / length) * this.#shown;
      saved += length - this.#shown;
    }
    return nano - saved;
  }

  unfold(folded: number): number {
    let saved = 0;
    for (let k = 0; k < this.gaps.length; k++) {
      const { startNano, endNano } = this.gaps[k] as Gap;
      const from = startNano - saved;
      if (folded <= from) break;
      const length = endNano - startNano;
      if (folded < from + this.#shown) return startNano + ((folded - from) / this.#shown) * length;
      saved += length - this.#shown;
    }
    return folded + saved;
  }
}
