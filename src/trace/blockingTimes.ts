import { spanKinds } from '../shared/spanKind.ts';
import type { TraceColumns } from '../shared/traceColumns.ts';

/** By how much of their parent two children may overlap and still count as one after the other (as CRISP does). */
export const overlapShare = 0.01;
const producer = spanKinds.indexOf('producer');
const consumer = spanKinds.indexOf('consumer');

/** From when to when a span blocks its parent, cut to the parent's own such time; `from` = `to` for never. */
export interface BlockingTimes {
  readonly from: Float64Array;
  readonly to: Float64Array;
}

/**
 * Consumers of a producer, and spans that start when their parent has ended, block nobody; what sticks out of the
 * parent is cut.
 */
export function blockingTimes({ count, parent, start, duration, kind }: TraceColumns): BlockingTimes {
  const from = start.slice();
  const to = new Float64Array(count);
  for (let i = 0; i < count; i++) {
    const end = (start[i] as number) + (duration[i] as number);
    const above = parent[i] as number;
    if (above < 0) {
      to[i] = end;
      continue;
    }
    const first = Math.max(start[i] as number, from[above] as number);
    const last = Math.min(end, to[above] as number);
    const detached = kind[above] === producer && kind[i] === consumer;
    from[i] = first;
    to[i] = detached ? first : Math.max(first, last);
  }
  return { from, to };
}
