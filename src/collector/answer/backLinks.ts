import type { BackLink } from '../../shared/protocol.ts';
import type { SpanRef } from '../../shared/site.ts';
import type { TraceStore } from '../store/traceStore.ts';

export async function backLinks(_store: TraceStore, _ref: SpanRef): Promise<readonly BackLink[]> {
  return [];
}
