import { filterSpans } from '../otlp/filterSpans.ts';
import { wordAt } from '../otlp/wordAt.ts';
import type { SpanIndex } from '../store/spanIndex.ts';
import { TimeSlice } from '../store/timeSlice.ts';
import { eachSpan, traceIdAt } from './spanTraces.ts';

/** Traces whose decision is remembered, as many as the Collector's `num_traces`. */
const remembered = 50_000;

/** What policies say of a trace. */
export interface Policies {
  /** Name of the one that samples the trace in this slot. */
  match(slot: number): string | undefined;
}

export interface ChosenSpans {
  /** No bytes where no span is left. */
  readonly bytes: Uint8Array<ArrayBuffer>;
  readonly spans: number;
  readonly sampledOut: number;
  /** Of traces that went before anything could be said of them. */
  readonly gone: number;
}

type Decision = 'sampled' | 'sampledOut' | 'gone';

/**
 * Decides which traces are sent, once for each: spans that come later follow the decision as long as it is remembered. This is
 * what the Collector's `tail_sampling` does, but nothing is held back in memory: the index knows the whole trace.
 */
export class TraceChoice {
  readonly #index: () => SpanIndex;
  readonly #policies: Policies;
  /** By the 16 bytes of the id; those that were asked for last come last. */
  readonly #decisions = new Map<string, Decision>();

  constructor(index: () => SpanIndex, policies: Policies) {
    this.#index = index;
    this.#policies = policies;
  }

  /** The spans of a block whose traces are sent. Throws `MalformedError`. */
  async choose(block: Uint8Array<ArrayBuffer>): Promise<ChosenSpans> {
    const places = await this.#decide(block);
    const counts = { sampled: 0, sampledOut: 0, gone: 0 };
    const buffer = Buffer.from(block.buffer, block.byteOffset, block.byteLength);
    const bytes = filterSpans(block, (_, at) => {
      const decision = at < 0 ? 'gone' : (places.get(keyAt(buffer, at)) ?? 'gone');
      counts[decision]++;
      return decision === 'sampled';
    });
    return { bytes, spans: counts.sampled, sampledOut: counts.sampledOut, gone: counts.gone };
  }

  /** By trace of the block. */
  async #decide(block: Uint8Array<ArrayBuffer>): Promise<ReadonlyMap<string, Decision>> {
    const traces = tracesOf(block);
    const decided = new Map<string, Decision>();
    const slice = new TimeSlice();
    for (const [key, at] of traces) {
      const decision = this.#decisions.get(key) ?? this.#decision(block, at);
      this.#remember(key, decision);
      decided.set(key, decision);
      if (slice.isOver) await slice.rest();
    }
    return decided;
  }

  #decision(block: Uint8Array, at: number): Decision {
    const words = [0, 4, 8, 12].map((offset) => wordAt(block, at + offset));
    const slot = this.#index().findTrace(Uint32Array.from(words));
    if (slot < 0) return 'gone';
    return this.#policies.match(slot) === undefined ? 'sampledOut' : 'sampled';
  }

  #remember(key: string, decision: Decision): void {
    this.#decisions.delete(key);
    this.#decisions.set(key, decision);
    if (this.#decisions.size <= remembered) return;
    for (const oldest of this.#decisions.keys()) {
      this.#decisions.delete(oldest);
      return;
    }
  }
}

/** Where an id of each trace of the block stands. */
function tracesOf(block: Uint8Array<ArrayBuffer>): Map<string, number> {
  const buffer = Buffer.from(block.buffer, block.byteOffset, block.byteLength);
  const traces = new Map<string, number>();
  eachSpan(block, (reader, end) => {
    const at = traceIdAt(reader, end);
    if (at >= 0) traces.set(keyAt(buffer, at), at);
  });
  return traces;
}

function keyAt(bytes: Buffer, at: number): string {
  return bytes.toString('latin1', at, at + 16);
}
