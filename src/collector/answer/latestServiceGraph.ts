import type { ServiceGraph, ServiceGraphQuery } from '../../shared/serviceGraph.ts';
import type { TraceStore } from '../store/traceStore.ts';

export async function latestServiceGraph(
  _store: TraceStore,
  _query: ServiceGraphQuery,
): Promise<ServiceGraph> {
  return { nodes: [], edges: [], traces: 0, spans: 0, ofTraces: 0 };
}
