import type { TraceColumns } from '../../src/shared/traceColumns.ts';
import type { FlameLayout } from '../../src/trace/flameLayout.ts';

/**
 * The span that an arrow key leads to: left and right in the lane, up to the parent and down to the first child,
 * Home and End to the ends of the lane. The span itself where there is none; −1 for other keys.
 */
export function moveInFlame(trace: TraceColumns, layout: FlameLayout, span: number, key: string): number {
  const lane = layout.lane[span] as number;
  const first = layout.laneOffset[lane] as number;
  const end = layout.laneOffset[lane + 1] as number;
  const inLane = (place: number): number => layout.order[Math.min(Math.max(place, first), end - 1)] as number;
  switch (key) {
    case 'ArrowLeft':
      return inLane(placeOf(trace, layout, span) - 1);
    case 'ArrowRight':
      return inLane(placeOf(trace, layout, span) + 1);
    case 'ArrowUp':
      return (trace.parent[span] as number) >= 0 ? (trace.parent[span] as number) : span;
    case 'ArrowDown':
      return (trace.subtree[span] as number) > 1 ? span + 1 : span;
    case 'Home':
      return inLane(first);
    case 'End':
      return inLane(end - 1);
    default:
      return -1;
  }
}

/** Place of a span in the order of the lanes, by halving; spans that start at the same time stand together. */
function placeOf({ start }: TraceColumns, { lane, laneOffset, order }: FlameLayout, span: number): number {
  const own = lane[span] as number;
  let low = laneOffset[own] as number;
  let high = laneOffset[own + 1] as number;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((start[order[middle] as number] as number) < (start[span] as number)) low = middle + 1;
    else high = middle;
  }
  while (order[low] !== span && low < order.length) low++;
  return low;
}
