import { type FileHandle, open } from 'node:fs/promises';
import { type Duplex, Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import * as zlib from 'node:zlib';
import { messageOf } from '../shared/assert.ts';
import { type ExportFormat, exportFormats, namedFormat, type Packing } from '../shared/exportFormat.ts';
import type { TraceId } from '../shared/ids.ts';
import type { CollectorApi, ExportQuery } from '../shared/protocol.ts';
import { UserError } from '../shared/userError.ts';
import type { CommandContext } from './commandContext.ts';
import { findTrace, noTrace } from './findTrace.ts';
import { UsageError } from './usageError.ts';

/** Writes traces in the format that is asked for, else in the one that the output's extension says. */
export async function exportCommand(context: CommandContext): Promise<void> {
  const { api, out, invocation } = context;
  const { format, packing } = formatOf(invocation);
  const query = { ...(await tracesOf(context)), format };
  if (invocation.output === undefined) {
    if (format === 'otlp-protobuf' && out.width !== undefined) throw new UserError(binaryOnTerminal);
    for await (const piece of pieces(api, query)) await out.write(piece);
    return;
  }
  const file = await openOutput(invocation.output);
  await pipeline([Readable.from(pieces(api, query)), ...packer(packing), file.createWriteStream()]);
}

const binaryOnTerminal =
  'Protobuf is no text for a terminal. Name a file with --output FILE, or send it to another program.';

function formatOf({ format, output }: { readonly format?: string; readonly output?: string }): {
  readonly format: ExportFormat;
  readonly packing: Packing | undefined;
} {
  const named = namedFormat(output ?? '');
  if (format === undefined) return { ...named, format: named.format ?? 'otlp-json' };
  const known = exportFormats.find((name) => name === format);
  if (known !== undefined) return { ...named, format: known };
  throw new UsageError(`There is no format "${format}". Choose one of ${exportFormats.join(', ')}.`);
}

async function tracesOf(context: CommandContext): Promise<ExportQuery> {
  const { trace } = context.invocation;
  return trace === undefined ? {} : { traceIds: [await existingTrace(context, trace)] };
}

/** A document without spans would look like a trace that has none. */
async function existingTrace(context: CommandContext, text: string): Promise<TraceId> {
  const traceId = await findTrace(context, text);
  const { traces } = await context.api.traces({ limit: 1, text: traceId });
  if (traces.length === 0) throw new UserError(noTrace(traceId, context.program));
  return traceId;
}

/** The pieces one behind the other are one document. */
async function* pieces(api: CollectorApi, query: ExportQuery): AsyncGenerator<Uint8Array> {
  let cursor: string | undefined;
  do {
    const piece = await api.export(cursor === undefined ? query : { ...query, cursor });
    yield piece.bytes;
    cursor = piece.next;
  } while (cursor !== undefined);
}

function packer(packing: Packing | undefined): Duplex[] {
  if (packing === undefined) return [];
  if (packing === 'gzip') return [zlib.createGzip()];
  // Compiled against types that have it; a runtime from before Node 22.15 has not.
  if (typeof zlib.createZstdCompress === 'function') return [zlib.createZstdCompress()];
  throw new UserError('Packing with zstd needs Node 22.15 or newer. Let the name end with .gz instead.');
}

async function openOutput(path: string): Promise<FileHandle> {
  try {
    return await open(path, 'w');
  } catch (error) {
    throw new UserError(`${path} cannot be written (${messageOf(error)}). Choose another file.`);
  }
}
