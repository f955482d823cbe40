import type { TraceId } from '../../../src/shared/ids.ts';
import type { TraceColumns } from '../../../src/shared/traceColumns.ts';

/** Another trace of the same request: some spans of other length, one name changed, and one span failed. */
export function comparedTrace(trace: TraceColumns | undefined): TraceColumns | undefined {
  if (trace === undefined) return undefined;
  const duration = trace.duration.map((nano, i) => nano * (i % 7 === 3 ? 0.4 : i % 11 === 5 ? 2.1 : 1));
  const status = trace.status.map((code, i) => (i % 97 === 4 ? 2 : code === 2 ? 0 : code));
  const name = trace.name.map((text, i) => (i % 13 === 4 ? (trace.name[0] as number) : text));
  return { ...trace, traceId: trace.traceId.replace(/^./, 'e') as TraceId, duration, status, name };
}
