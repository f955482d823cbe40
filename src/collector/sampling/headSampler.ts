import { filterSpans } from '../otlp/filterSpans.ts';
import { wordAt } from '../otlp/wordAt.ts';
import { type DropCounts, dropReasons } from '../store/dropCounts.ts';

/** Traces that were left out lately are remembered, so that one that comes in many requests is counted once. */
const mostRemembered = 65_536;

/**
 * Keeps a share of all traces at the door, by trace id, so that a trace is kept or left out as a whole, whichever
 * service sends it. Consistent with OpenTelemetry's `TraceIdRatioBased`
 * (https://opentelemetry.io/docs/specs/otel/trace/tracestate-probability-sampling): the low 56 bits of the id are its
 * randomness, and it is kept where they are not below a threshold, so that what a small share keeps a larger one keeps too.
 */
export class HeadSampler {
  readonly #drops: DropCounts;
  readonly #left = new Set<number>();
  #ratio = 1;
  /** The threshold: what is above its low 32 bits, which has 25 bits where nothing is kept, and these. */
  #high = 0;
  #low = 0;

  constructor(drops: DropCounts) {
    this.#drops = drops;
  }

  /** 0 to 1. */
  get ratio(): number {
    return this.#ratio;
  }

  set ratio(ratio: number) {
    this.#ratio = ratio;
    const threshold = 2n ** 56n - BigInt(Math.round(ratio * 2 ** 56));
    this.#high = Number(threshold >> 32n);
    this.#low = Number(threshold & 0xffffffffn);
  }

  /** The request without the spans of traces that are left out, which are counted as dropped. Throws `MalformedError`. */
  sample(request: Uint8Array<ArrayBuffer>): Uint8Array<ArrayBuffer> {
    if (this.#ratio >= 1) return request;
    let spans = 0;
    let traces = 0;
    const kept = filterSpans(request, (bytes, traceIdAt) => {
      // A span without a valid trace id goes on, to be refused with the reason.
      if (traceIdAt < 0 || this.keeps(wordAt(bytes, traceIdAt + 8), wordAt(bytes, traceIdAt + 12)))
        return true;
      spans++;
      if (this.#isNew(wordAt(bytes, traceIdAt + 12))) traces++;
      return false;
    });
    if (spans > 0) this.#drops.add(dropReasons.sampledOut, spans, traces);
    return kept;
  }

  /** Whether a trace is kept, by the last two words of its id. */
  keeps(high: number, low: number): boolean {
    const randomness = high & 0xffffff;
    return randomness > this.#high || (randomness === this.#high && low >= this.#low);
  }

  #isNew(id: number): boolean {
    if (this.#left.has(id)) return false;
    if (this.#left.size >= mostRemembered) this.#left.clear();
    this.#left.add(id);
    return true;
  }
}
