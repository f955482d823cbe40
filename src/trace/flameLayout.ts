import type { TraceColumns } from '../shared/traceColumns.ts';
import { orderByNumber } from './orderByNumber.ts';
import { serviceOrder } from './serviceOrder.ts';

/** Spans packed into lanes, those of a service below each other, so that no two of a lane run at the same time. */
export interface FlameLayout {
  /** Lane by span. */
  readonly lane: Uint32Array;
  readonly laneCount: number;
  /** Index into `strings` of the service by lane; the lanes of a service are neighbours. */
  readonly laneService: Uint32Array;
  /** Spans by lane, then start: those of lane `k` are `order[laneOffset[k]] … order[laneOffset[k + 1] − 1]`. */
  readonly order: Uint32Array;
  readonly laneOffset: Uint32Array;
}

/**
 * Greedy packing by start: each span takes the first free lane of its service, below its parent's where the parent
 * is of the same service. Services stand in the order in which `serviceOrder` names them. O(n log n).
 */
export function flameLayout(trace: TraceColumns): FlameLayout {
  const byStart = orderByNumber(trace.start);
  const places = new Map(serviceOrder(trace).map((name, place) => [name, place]));
  const placeOfText = trace.strings.map((text) => places.get(text) ?? 0);
  const lanes = makeLanes(trace, placeOfText, places.size);
  const lane = new Uint32Array(trace.count);
  const placed = new Uint8Array(trace.count);
  for (const span of byStart) {
    const above = trace.parent[span] as number;
    const service = trace.service[span] as number;
    const nested = above >= 0 && placed[above] === 1 && trace.service[above] === service;
    const start = trace.start[span] as number;
    const free = lanes[placeOfText[service] as number] as FreeLanes;
    lane[span] = free.take(
      nested ? (lane[above] as number) + 1 : 0,
      start,
      start + (trace.duration[span] as number),
    );
    placed[span] = 1;
  }
  return numbered(trace, lane, byStart, placeOfText, lanes);
}

function makeLanes(
  { count, service }: TraceColumns,
  placeOfText: readonly number[],
  services: number,
): FreeLanes[] {
  const spans = new Uint32Array(services);
  for (let i = 0; i < count; i++) {
    const place = placeOfText[service[i] as number] as number;
    spans[place] = (spans[place] as number) + 1;
  }
  return Array.from(spans, (most) => new FreeLanes(most));
}

/** Lanes of one service with the end of the last span in each: a tree of minima over them. */
class FreeLanes {
  readonly #ends: Float64Array;
  readonly #size: number;
  count = 0;

  /** `most` lanes suffice. */
  constructor(most: number) {
    this.#size = 2 ** Math.ceil(Math.log2(Math.max(1, most)));
    this.#ends = new Float64Array(2 * this.#size).fill(Number.NEGATIVE_INFINITY);
  }

  /** The first lane from `from` on that is free at `start`; it is taken until `end`. */
  take(from: number, start: number, end: number): number {
    const lane = this.#firstFree(from, start);
    this.count = Math.max(this.count, lane + 1);
    const ends = this.#ends;
    let node = lane + this.#size;
    ends[node] = Math.max(end, ends[node] as number);
    for (node >>= 1; node >= 1; node >>= 1) {
      ends[node] = Math.min(ends[2 * node] as number, ends[2 * node + 1] as number);
    }
    return lane;
  }

  #firstFree(from: number, start: number): number {
    const ends = this.#ends;
    let node = from + this.#size;
    while ((ends[node] as number) > start) {
      while ((node & 1) === 1) node >>= 1;
      node++;
    }
    while (node < this.#size) {
      node *= 2;
      if ((ends[node] as number) > start) node++;
    }
    return node - this.#size;
  }
}

/** Lanes numbered through all services, and the spans put in their order by counting. */
function numbered(
  { count, service, strings }: TraceColumns,
  lane: Uint32Array,
  byStart: Uint32Array,
  placeOfText: readonly number[],
  lanes: readonly FreeLanes[],
): FlameLayout {
  const base = new Uint32Array(lanes.length + 1);
  for (const [place, { count: own }] of lanes.entries()) base[place + 1] = (base[place] as number) + own;
  const laneCount = base[lanes.length] as number;
  const laneService = new Uint32Array(laneCount);
  const laneOffset = new Uint32Array(laneCount + 1);
  for (let i = 0; i < count; i++) {
    const text = service[i] as number;
    const own = (lane[i] as number) + (base[placeOfText[text] as number] as number);
    lane[i] = own;
    laneService[own] = Math.min(text, strings.length - 1);
    laneOffset[own + 1] = (laneOffset[own + 1] as number) + 1;
  }
  for (let k = 0; k < laneCount; k++)
    laneOffset[k + 1] = (laneOffset[k + 1] as number) + (laneOffset[k] as number);
  const next = laneOffset.slice();
  const order = new Uint32Array(count);
  for (const span of byStart) {
    const own = lane[span] as number;
    const at = next[own] as number;
    order[at] = span;
    next[own] = at + 1;
  }
  return { lane, laneCount, laneService, order, laneOffset };
}
