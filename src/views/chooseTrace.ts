import type { TraceId } from '../shared/ids.ts';
import type { CollectorApi } from '../shared/protocol.ts';
import type { CompareChoice } from '../shared/waterfallProtocol.ts';

/** The trace to compare one with, as the user wants it. */
export async function chooseTrace(
  _api: Pick<CollectorApi, 'comparable' | 'traces'>,
  _traceId: TraceId,
  choice: CompareChoice,
): Promise<TraceId | undefined> {
  return choice.kind === 'trace' ? choice.traceId : undefined;
}
