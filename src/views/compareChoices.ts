import type { TraceId } from '../shared/ids.ts';
import type { TraceSummary } from '../shared/protocol.ts';

/** Each other trace once: those of the same root, then the rest of the recent ones. */
export function compareChoices(
  traceId: TraceId,
  others: readonly TraceSummary[],
  recent: readonly TraceSummary[],
): { readonly same: readonly TraceSummary[]; readonly recent: readonly TraceSummary[] } {
  const same = others.filter((trace) => trace.traceId !== traceId);
  const told = new Set([traceId, ...same.map((trace) => trace.traceId)]);
  return { same, recent: recent.filter((trace) => !told.has(trace.traceId)) };
}
