import type { ExportFormat } from '../shared/exportFormat.ts';
import type { TraceId } from '../shared/ids.ts';
import type { CollectorApi } from '../shared/protocol.ts';

export interface ExportWatch {
  readonly isCancelled: () => boolean;
  /** How many bytes have come so far. */
  readonly onBytes: (sum: number) => void;
}

/** Some traces as one document, put together from its pieces; `undefined` once cancelled. */
export async function exportTraces(
  api: Pick<CollectorApi, 'export'>,
  traceIds: readonly TraceId[],
  watch: ExportWatch,
  format: ExportFormat = 'otlp-json',
): Promise<Uint8Array | undefined> {
  const pieces: Uint8Array[] = [];
  let sum = 0;
  let cursor: string | undefined;
  do {
    const piece = await api.export({ traceIds, format, ...(cursor !== undefined && { cursor }) });
    if (watch.isCancelled()) return undefined;
    pieces.push(piece.bytes);
    sum += piece.bytes.length;
    watch.onBytes(sum);
    cursor = piece.next;
  } while (cursor !== undefined);
  return joined(pieces, sum);
}

function joined(pieces: readonly Uint8Array[], length: number): Uint8Array {
  const whole = new Uint8Array(length);
  let offset = 0;
  for (const piece of pieces) {
    whole.set(piece, offset);
    offset += piece.length;
  }
  return whole;
}
