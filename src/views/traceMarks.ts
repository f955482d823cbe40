import type { TraceId } from '../shared/ids.ts';
import type { CollectorApi } from '../shared/protocol.ts';
import type { TraceMarks } from '../shared/waterfallProtocol.ts';

/** What the collector knows of a trace besides its spans. */
export async function traceMarks(
  api: Pick<CollectorApi, 'traces' | 'runs'>,
  traceId: TraceId,
): Promise<TraceMarks> {
  const [trace] = (await api.traces({ limit: 1, traceIds: [traceId] })).traces;
  const pinned = trace?.pinned === true;
  if (trace?.run === undefined) return { pinned };
  const run = (await api.runs()).find(({ id }) => id === trace.run);
  return run === undefined ? { pinned } : { pinned, run: run.name };
}
