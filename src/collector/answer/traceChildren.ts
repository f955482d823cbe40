import { noRow, rowMask } from '../store/spanChunk.ts';
import type { TraceStore } from '../store/traceStore.ts';

/** Of larger traces, and once so many spans were looked at, nothing is told: the collector has others to serve. */
const maxTraceSpans = 20_000;
const maxSpans = 200_000;

/** Who is below whom, for a while in which nothing is committed: each trace is looked through once. */
export class TraceChildren {
  readonly #store: TraceStore;
  /** By trace, then by the id of the parent. */
  readonly #known = new Map<number, ReadonlyMap<string, readonly number[]>>();
  #spans = 0;

  constructor(store: TraceStore) {
    this.#store = store;
  }

  /** Rows of the children of the span in the row. */
  of(row: number): readonly number[] {
    const chunk = this.#store.index.rows.chunk(row);
    const i = row & rowMask;
    return this.#in(chunk.trace[i] as number)?.get(`${chunk.idHigh[i]} ${chunk.idLow[i]}`) ?? [];
  }

  #in(trace: number): ReadonlyMap<string, readonly number[]> | undefined {
    const known = this.#known.get(trace);
    if (known !== undefined) return known;
    const count = this.#store.index.traces.count[trace] as number;
    if (count > maxTraceSpans || this.#spans + count > maxSpans) return undefined;
    this.#spans += count;
    const children = childrenIn(this.#store, trace);
    this.#known.set(trace, children);
    return children;
  }
}

function childrenIn(store: TraceStore, trace: number): ReadonlyMap<string, readonly number[]> {
  const { rows, traces } = store.index;
  const children = new Map<string, number[]>();
  for (let at = traces.head[trace] as number; at !== noRow; at = rows.next(at)) {
    const chunk = rows.chunk(at);
    const parent = `${chunk.parentHigh[at & rowMask]} ${chunk.parentLow[at & rowMask]}`;
    const siblings = children.get(parent);
    if (siblings === undefined) children.set(parent, [at]);
    else siblings.push(at);
  }
  return children;
}
