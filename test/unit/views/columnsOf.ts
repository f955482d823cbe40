import type { SpanId } from '../../../src/shared/ids.ts';
import type { UnixNanoText } from '../../../src/shared/time.ts';
import type { TraceColumns } from '../../../src/shared/traceColumns.ts';
import { traceId } from './traceSummary.ts';

export interface SpanRow {
  readonly parent: number;
  /** Milliseconds. */
  readonly start: number;
  readonly duration: number;
  readonly service?: string;
}

/** A trace whose spans have the ids 1, 2, 3, … in depth-first order. */
export function columnsOf(rows: readonly SpanRow[]): TraceColumns {
  const strings = ['', 'span'];
  const numbers = (value: (row: SpanRow, i: number) => number): number[] => rows.map(value);
  const textOf = (text: string): number => {
    if (!strings.includes(text)) strings.push(text);
    return strings.indexOf(text);
  };
  return {
    traceId: traceId(1),
    version: 1,
    startUnixNano: '0' as UnixNanoText,
    durationNano: Math.max(...rows.map((row) => row.start + row.duration)) * 1e6,
    count: rows.length,
    spanId: Uint8Array.from(rows.flatMap((_, i) => [0, 0, 0, 0, 0, 0, 0, i + 1])),
    parentSpanId: new Uint8Array(8 * rows.length),
    parent: Int32Array.from(numbers((row) => row.parent)),
    depth: new Uint32Array(rows.length),
    subtree: Uint32Array.from(numbers((_, i) => subtreeOf(rows, i))),
    start: Float64Array.from(numbers((row) => row.start * 1e6)),
    duration: Float64Array.from(numbers((row) => row.duration * 1e6)),
    name: new Uint32Array(rows.length).fill(1),
    service: Uint32Array.from(numbers((row) => textOf(row.service ?? 'test'))),
    scope: new Uint32Array(rows.length),
    note: new Uint32Array(rows.length),
    kind: new Uint8Array(rows.length),
    status: new Uint8Array(rows.length),
    flags: new Uint8Array(rows.length),
    site: Uint32Array.from(numbers((_, i) => 10 + i)),
    eventOffset: new Uint32Array(rows.length + 1),
    eventTime: new Float64Array(0),
    strings,
    duplicates: 0,
  };
}

export function spanIdOf(number: number): SpanId {
  return number.toString(16).padStart(16, '0') as SpanId;
}

function subtreeOf(rows: readonly SpanRow[], index: number): number {
  const children = rows.flatMap((row, i) => (row.parent === index ? [i] : []));
  return children.reduce((sum, child) => sum + subtreeOf(rows, child), 1);
}
