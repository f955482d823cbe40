import type { TraceColumns } from '../shared/traceColumns.ts';
import { UserError } from '../shared/userError.ts';
import type { CommandContext } from './commandContext.ts';
import { findTrace, noTrace } from './findTrace.ts';

/** The trace that a person means by its id or the beginning of it; throws as `findTrace` does, and where it has gone. */
export async function loadTrace(
  { api, program }: Pick<CommandContext, 'api' | 'program'>,
  text: string,
): Promise<TraceColumns> {
  const traceId = await findTrace({ api, program }, text);
  const trace = await api.trace({ traceId });
  if (trace === undefined) throw new UserError(noTrace(traceId, program));
  return trace;
}
