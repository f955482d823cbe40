import type { TraceId } from '../shared/ids.ts';
import type { CollectorApi } from '../shared/protocol.ts';

/** OTLP JSON of some traces as one UTF-8 document, put together from its pieces. */
export async function exportTraces(
  api: Pick<CollectorApi, 'export'>,
  traceIds: readonly TraceId[],
): Promise<Uint8Array> {
  const pieces: Uint8Array[] = [];
  let cursor: string | undefined;
  do {
    const piece = await api.export({ traceIds, ...(cursor !== undefined && { cursor }) });
    pieces.push(piece.bytes);
    cursor = piece.next;
  } while (cursor !== undefined);
  return joined(pieces);
}

function joined(pieces: readonly Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(pieces.reduce((length, piece) => length + piece.length, 0));
  let offset = 0;
  for (const piece of pieces) {
    whole.set(piece, offset);
    offset += piece.length;
  }
  return whole;
}
