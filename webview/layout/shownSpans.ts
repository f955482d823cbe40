import type { TraceColumns } from '../../src/shared/traceColumns.ts';
import type { Groups } from './rowGroups.ts';
import { groupKinds } from './rows.ts';

/** Which spans are shown: 1 for each, and for all its ancestors; and how many are not. */
export interface ShownSpans {
  readonly shown: Uint8Array;
  readonly hidden: number;
}

/**
 * Without spans shorter than `leastNano`. Failed spans stay, whatever their length, and so do equal siblings that take
 * as long together: what is to be found must not be hidden. Two passes.
 */
export function spansFrom(trace: TraceColumns, groups: Groups, leastNano: number): ShownSpans {
  const { count, parent, duration, status } = trace;
  const shown = new Uint8Array(count);
  for (let i = 0; i < count; i++) {
    if ((duration[i] as number) >= leastNano || status[i] === 2) shown[i] = 1;
  }
  for (let g = 0; g < groups.count; g++) {
    const isLong = groups.kind[g] === groupKinds.siblings && (groups.sum[g] as number) >= leastNano;
    if (isLong) shown.fill(1, groups.first[g], groups.end[g]);
  }
  let hidden = 0;
  // Backwards, a span comes behind all that is below it.
  for (let i = count - 1; i >= 0; i--) {
    const above = parent[i] as number;
    if (shown[i] === 0) hidden++;
    else if (above >= 0) shown[above] = 1;
  }
  return { shown, hidden };
}
