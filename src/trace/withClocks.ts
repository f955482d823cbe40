import { unixNano, unixNanoText } from '../shared/time.ts';
import { spanFlags, type TraceColumns } from '../shared/traceColumns.ts';
import { preorder } from './preorder.ts';

/** Nanoseconds to add to all times of a service. */
export interface ClockOffset {
  readonly service: string;
  readonly nano: number;
}

/** Flags that say how the tree was made; it is made anew. */
const treeFlags = spanFlags.missingParent | spanFlags.cycle;

/**
 * The trace as it would be if the clocks of some services went differently: a copy with all invariants of
 * `TraceColumns`, so siblings are in order again and the trace starts with its earliest span. The version stays.
 */
export function withClocks(trace: TraceColumns, offsets: readonly ClockOffset[]): TraceColumns {
  const shift = shiftsByText(trace, offsets);
  const moved = trace.start.map((time, i) => time + (shift[trace.service[i] as number] as number));
  const earliest = moved.reduce((least, time) => Math.min(least, time), Number.POSITIVE_INFINITY);
  if (trace.count === 0) return trace;
  const start = moved.map((time) => time - earliest);
  const tree = preorder({ ...trace, start });
  const { order } = tree;
  const pick = <T extends Float64Array | Uint32Array | Uint8Array>(column: T, from: T): T => {
    for (let k = 0; k < order.length; k++) column[k] = from[order[k] as number] as number;
    return column;
  };
  const ordered = <T extends Float64Array | Uint32Array | Uint8Array>(from: T): T =>
    pick(from.slice() as T, from);
  const duration = ordered(trace.duration);
  const orderedStart = ordered(start);
  return {
    ...trace,
    startUnixNano: unixNanoText(unixNano(trace.startUnixNano) + BigInt(Math.round(earliest))),
    durationNano: latestEnd(orderedStart, duration),
    spanId: orderedIds(trace.spanId, order),
    parentSpanId: orderedIds(trace.parentSpanId, order),
    parent: tree.parent,
    depth: tree.depth,
    subtree: tree.subtree,
    start: orderedStart,
    duration,
    name: ordered(trace.name),
    service: ordered(trace.service),
    scope: ordered(trace.scope),
    note: ordered(trace.note),
    kind: ordered(trace.kind),
    status: ordered(trace.status),
    flags: ordered(trace.flags).map((flags, k) => (flags & ~treeFlags) | (tree.flags[k] as number)),
    site: ordered(trace.site),
    ...movedEvents(trace, order, (i) => (shift[trace.service[i] as number] as number) - earliest),
  };
}

function shiftsByText({ strings }: TraceColumns, offsets: readonly ClockOffset[]): Float64Array {
  const byName = new Map(offsets.map(({ service, nano }) => [service, nano]));
  return Float64Array.from(strings, (text) => byName.get(text) ?? 0);
}

function latestEnd(start: Float64Array, duration: Float64Array): number {
  let latest = 0;
  for (let i = 0; i < start.length; i++)
    latest = Math.max(latest, (start[i] as number) + (duration[i] as number));
  return latest;
}

function orderedIds(ids: Uint8Array, order: Uint32Array): Uint8Array {
  const result = new Uint8Array(ids.length);
  for (let k = 0; k < order.length; k++) {
    const from = 8 * (order[k] as number);
    for (let byte = 0; byte < 8; byte++) result[8 * k + byte] = ids[from + byte] as number;
  }
  return result;
}

function movedEvents(
  { eventOffset, eventTime }: TraceColumns,
  order: Uint32Array,
  shiftOf: (span: number) => number,
): Pick<TraceColumns, 'eventOffset' | 'eventTime'> {
  const offsets = new Uint32Array(eventOffset.length);
  const times = new Float64Array(eventTime.length);
  let next = 0;
  for (let k = 0; k < order.length; k++) {
    const span = order[k] as number;
    const shift = shiftOf(span);
    const end = eventOffset[span + 1] as number;
    for (let e = eventOffset[span] as number; e < end; e++) times[next++] = (eventTime[e] as number) + shift;
    offsets[k + 1] = next;
  }
  return { eventOffset: offsets, eventTime: times };
}
