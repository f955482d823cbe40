import type { SpanId, SpanIndex } from '../shared/ids.ts';
import type { TraceColumns } from '../shared/traceColumns.ts';

/** Index of a span by its id; a scan over the bytes, for single look-ups. */
export function findSpan(columns: TraceColumns, spanId: SpanId): SpanIndex | undefined {
  const wanted = spanIdBytes(spanId);
  for (let index = 0; index < columns.count; index++) {
    if (equalAt(columns.spanId, 8 * index, wanted)) return index as SpanIndex;
  }
  return undefined;
}

export function spanIdBytes(spanId: SpanId): Uint8Array {
  return Uint8Array.from({ length: 8 }, (_, i) => Number.parseInt(spanId.slice(2 * i, 2 * i + 2), 16));
}

export function spanIdAt(columns: TraceColumns, index: number): SpanId {
  const bytes = columns.spanId.subarray(8 * index, 8 * index + 8);
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('') as SpanId;
}

function equalAt(bytes: Uint8Array, offset: number, wanted: Uint8Array): boolean {
  for (let i = 0; i < wanted.length; i++) if (bytes[offset + i] !== wanted[i]) return false;
  return true;
}
