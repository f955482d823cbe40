import type { TraceColumns } from '../shared/traceColumns.ts';

/**
 * The same columns, each with a buffer of exactly its size: `postMessage` sends the whole buffer behind a
 * view, and what was read from a socket are views into one large buffer.
 */
export function exactColumns(columns: TraceColumns): TraceColumns {
  const entries = Object.entries(columns).map(([name, value]) => [
    name,
    isColumn(value) ? exact(value) : value,
  ]);
  return Object.fromEntries(entries) as TraceColumns;
}

type Column = Uint8Array | Int32Array | Uint32Array | Float64Array;

function isColumn(value: unknown): value is Column {
  return ArrayBuffer.isView(value) && !(value instanceof DataView);
}

function exact(column: Column): Column {
  if (column.byteLength === column.buffer.byteLength && column.constructor !== Buffer) return column;
  return column.constructor === Buffer ? new Uint8Array(column) : column.slice();
}
