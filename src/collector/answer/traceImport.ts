import type { ImportResult } from '../../shared/protocol.ts';
import { readTraceFile } from '../formats/readTraceFile.ts';
import { type SpanIntake, SpanSink } from '../formats/spanSink.ts';

/**
 * Keeps the spans of a file, in requests of a moderate size; the rest of what is broken is kept. Throws a
 * `UserError` where the file is of no known form.
 */
export async function importTraces(intake: SpanIntake, file: Uint8Array): Promise<ImportResult> {
  const sink = new SpanSink(intake);
  await readTraceFile(file, sink);
  const { spans, refused, logBatches } = sink;
  return {
    spans,
    traceIds: [...sink.traceIds],
    refused,
    problems: sink.problems.list(),
    ...(logBatches > 0 ? { logBatches } : {}),
  };
}
