import { type FileHandle, open } from 'node:fs/promises';
import { messageOf } from '../shared/assert.ts';
import type { TraceId } from '../shared/ids.ts';
import type { CollectorApi, ExportQuery } from '../shared/protocol.ts';
import { UserError } from '../shared/userError.ts';
import type { CommandContext } from './commandContext.ts';
import { findTrace, noTrace } from './findTrace.ts';

export async function exportCommand(context: CommandContext): Promise<void> {
  const { api, out, invocation } = context;
  const query =
    invocation.trace === undefined ? {} : { traceIds: [await existingTrace(context, invocation.trace)] };
  if (invocation.output === undefined) {
    await writePieces(api, query, (bytes) => out.write(bytes));
    return;
  }
  const file = await openOutput(invocation.output);
  try {
    await writePieces(api, query, (bytes) => file.writeFile(bytes));
  } finally {
    await file.close();
  }
}

/** A document without spans would look like a trace that has none. */
async function existingTrace(context: CommandContext, text: string): Promise<TraceId> {
  const traceId = await findTrace(context, text);
  const { traces } = await context.api.traces({ limit: 1, text: traceId });
  if (traces.length === 0) throw new UserError(noTrace(traceId, context.program));
  return traceId;
}

/** The pieces one behind the other are one JSON document. */
async function writePieces(
  api: CollectorApi,
  query: ExportQuery,
  write: (bytes: Uint8Array) => Promise<void>,
): Promise<void> {
  let cursor: string | undefined;
  do {
    const piece = await api.export(cursor === undefined ? query : { ...query, cursor });
    await write(piece.bytes);
    cursor = piece.next;
  } while (cursor !== undefined);
}

async function openOutput(path: string): Promise<FileHandle> {
  try {
    return await open(path, 'w');
  } catch (error) {
    throw new UserError(`${path} cannot be written (${messageOf(error)}). Choose another file.`);
  }
}
