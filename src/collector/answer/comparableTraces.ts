import type { TraceId } from '../../shared/ids.ts';
import type { Comparable } from '../../shared/protocol.ts';
import type { TraceStore } from '../store/traceStore.ts';

export async function comparableTraces(_store: TraceStore, _traceId: TraceId): Promise<Comparable> {
  return { previousRun: undefined, others: [] };
}
