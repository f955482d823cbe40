import type { TraceColumns } from '../shared/traceColumns.ts';

/** A chain that is deeper has no caller that would tell anything. */
const mostSteps = 1000;

/** Index of the nearest span above one of which `isWanted` holds; −1 where there is none. */
export function callerOf(
  { parent }: Pick<TraceColumns, 'parent'>,
  span: number,
  isWanted: (span: number) => boolean,
): number {
  let above = parent[span] ?? -1;
  for (let step = 0; above >= 0 && step < mostSteps; step++) {
    if (isWanted(above)) return above;
    above = parent[above] as number;
  }
  return -1;
}
