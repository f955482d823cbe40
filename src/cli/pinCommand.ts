import type { TraceId } from '../shared/ids.ts';
import { UserError } from '../shared/userError.ts';
import type { CommandContext } from './commandContext.ts';
import { counted } from './counted.ts';
import { findTrace, noTrace } from './findTrace.ts';

/** Pins or unpins traces: all that are named, or none where one of them is not there. */
export async function pinCommand(context: CommandContext, pinned: boolean): Promise<void> {
  const { api, out, invocation, program } = context;
  const traceIds: TraceId[] = [];
  for (const text of [invocation.argument, ...(invocation.rest ?? [])]) {
    traceIds.push(await findTrace(context, text));
  }
  const { traces } = await api.traces({ limit: traceIds.length, traceIds });
  const held = new Set(traces.map(({ traceId }) => traceId));
  const missing = traceIds.find((traceId) => !held.has(traceId));
  if (missing !== undefined) throw new UserError(noTrace(missing, program));
  await api.setPinned({ traceIds, pinned });
  const text = `${pinned ? 'Pinned' : 'Unpinned'} ${counted(traceIds.length, 'trace')}.`;
  await out.write(`${invocation.json ? JSON.stringify({ traceIds, pinned }) : text}\n`);
}
