import type { ImportResult } from '../../shared/protocol.ts';
import { UserError } from '../../shared/userError.ts';
import { readTraceFile } from '../formats/readTraceFile.ts';
import { type SpanIntake, SpanSink } from '../formats/spanSink.ts';
import { RefusedError } from '../store/intake.ts';

/**
 * Keeps the spans of a file, in requests of a moderate size; the rest of what is broken is kept. Throws a
 * `UserError` where the file is of no known form.
 */
export async function importTraces(intake: SpanIntake, file: Uint8Array): Promise<ImportResult> {
  const sink = new SpanSink(intake);
  try {
    await readTraceFile(file, sink);
  } catch (error) {
    if (!(error instanceof RefusedError)) throw error;
    throw new UserError(`${error.message} ${sink.spans} spans of the file were kept before.`);
  }
  const { spans, refused, logBatches } = sink;
  return {
    spans,
    traceIds: [...sink.traceIds],
    refused,
    problems: sink.problems.list(),
    ...(logBatches > 0 ? { logBatches } : {}),
  };
}
