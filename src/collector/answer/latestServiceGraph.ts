import type { TraceId } from '../../shared/ids.ts';
import type { ServiceGraph, ServiceGraphQuery } from '../../shared/serviceGraph.ts';
import { ServiceGraphBuilder } from '../../trace/serviceGraph.ts';
import { wordsOfHex } from '../store/hexOfWords.ts';
import { TimeSlice } from '../store/timeSlice.ts';
import type { TraceStore } from '../store/traceStore.ts';
import { type GraphedTrace, graphedTrace } from './graphedTrace.ts';
import type { TraceList } from './traceList.ts';

/** Bounds of what is looked at where it is not said which traces. */
const mostTraces = 2_000;
const mostSpans = 200_000;
/** Spans of traces that are remembered: 22 bytes each. */
const rememberedSpans = 2 * mostSpans;

/** A trace as it was when the question came. */
interface Asked {
  readonly slot: number;
  readonly serial: number;
}

/**
 * Who calls whom in some traces or in the latest. What the graph needs of a trace is remembered with its version, so
 * that asking again costs only what changed.
 */
export class LatestServiceGraph {
  readonly #store: TraceStore;
  readonly #list: TraceList;
  /** By the trace's serial number, which is dealt once in the life of an index. */
  readonly #known = new Map<number, GraphedTrace>();
  #knownSpans = 0;

  constructor(store: TraceStore, list: TraceList) {
    this.#store = store;
    this.#list = list;
  }

  async of({ traceIds }: ServiceGraphQuery): Promise<ServiceGraph> {
    const { index } = this.#store;
    const builder = new ServiceGraphBuilder();
    const slice = new TimeSlice();
    for (const asked of traceIds === undefined ? this.#latest() : this.#named(traceIds)) {
      if (slice.isOver) await slice.rest();
      if (this.#store.index !== index) break;
      const trace = await this.#graphed(asked, slice);
      if (trace !== undefined) builder.add(trace.columns, (span) => trace.peers[trace.peer[span] as number]);
    }
    return builder.finish(traceIds?.length ?? this.#store.index.traces.live);
  }

  /** Forgets all: other traces get the same numbers. */
  forget(): void {
    this.#known.clear();
    this.#knownSpans = 0;
  }

  #latest(): Asked[] {
    const { serial, count } = this.#store.index.traces;
    const asked: Asked[] = [];
    let spans = 0;
    for (const slot of this.#list.newestFirst().subarray(0, mostTraces)) {
      spans += count[slot] as number;
      if (spans > mostSpans && asked.length > 0) break;
      asked.push({ slot, serial: serial[slot] as number });
    }
    return asked;
  }

  #named(traceIds: readonly TraceId[]): Asked[] {
    const { index } = this.#store;
    const slots = new Set(traceIds.map((traceId) => index.findTrace(wordsOfHex(traceId))));
    slots.delete(-1);
    return [...slots].map((slot) => ({ slot, serial: index.traces.serial[slot] as number }));
  }

  async #graphed({ slot, serial }: Asked, slice: TimeSlice): Promise<GraphedTrace | undefined> {
    const { traces } = this.#store.index;
    if (traces.serial[slot] !== serial) return undefined;
    const known = this.#known.get(serial);
    this.#drop(serial);
    const trace =
      known !== undefined && known.version === traces.version[slot]
        ? known
        : await graphedTrace(this.#store, slot, slice);
    if (trace !== undefined) this.#keep(serial, trace);
    return trace;
  }

  #keep(serial: number, trace: GraphedTrace): void {
    this.#drop(serial);
    this.#known.set(serial, trace);
    this.#knownSpans += trace.columns.count;
    for (const [oldest, { columns }] of this.#known) {
      if (this.#knownSpans <= rememberedSpans) break;
      this.#knownSpans -= columns.count;
      this.#known.delete(oldest);
    }
  }

  #drop(serial: number): void {
    const known = this.#known.get(serial);
    if (known === undefined) return;
    this.#knownSpans -= known.columns.count;
    this.#known.delete(serial);
  }
}
