import type { TraceLogs } from '../../src/shared/traceLogs.ts';
import type { TraceModel } from './traceModel.ts';

/** How many log records each span has; records without a span, or of one that has not come, count nowhere. */
export function logCounts(model: TraceModel, { records }: TraceLogs): Uint32Array {
  const counts = new Uint32Array(model.columns.count);
  for (const { spanId } of records) {
    const span = spanId === undefined ? -1 : model.indexOf(spanId);
    if (span >= 0) counts[span] = (counts[span] as number) + 1;
  }
  return counts;
}
