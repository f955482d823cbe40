import { noRow, rowMask, type SpanChunk, spanStatus } from './spanChunk.ts';
import type { SpanRows } from './spanRows.ts';
import type { TraceTable } from './traceTable.ts';

/** Adds spans to their traces: what a trace is summed up by follows each span that joins it. */
export class TraceJoiner {
  readonly #rows: SpanRows;
  readonly #traces: TraceTable;

  constructor(rows: SpanRows, traces: TraceTable) {
    this.#rows = rows;
    this.#traces = traces;
  }

  join(row: number, trace: number): void {
    const traces = this.#traces;
    const chunk = this.#rows.chunk(row);
    const i = row & rowMask;
    chunk.next[i] = traces.head[trace] as number;
    traces.head[trace] = row;
    traces.count[trace] = (traces.count[trace] as number) + 1;
    if (spanStatus(chunk, i) === 2) traces.errors[trace] = (traces.errors[trace] as number) + 1;
    if (this.#startsBefore(chunk, i, traces.earliest[trace] as number)) {
      traces.earliest[trace] = row;
      traces.startHigh[trace] = chunk.startHigh[i] as number;
      traces.startLow[trace] = chunk.startLow[i] as number;
    }
    const hasParent = chunk.parentHigh[i] !== 0 || chunk.parentLow[i] !== 0;
    if (!hasParent && this.#startsBefore(chunk, i, traces.root[trace] as number)) traces.root[trace] = row;
    this.#widen(chunk, i, trace);
  }

  #startsBefore(chunk: SpanChunk, i: number, other: number): boolean {
    if (other === noRow) return true;
    const otherChunk = this.#rows.chunk(other);
    const o = other & rowMask;
    const high = chunk.startHigh[i] as number;
    const otherHigh = otherChunk.startHigh[o] as number;
    return (
      high < otherHigh ||
      (high === otherHigh && (chunk.startLow[i] as number) < (otherChunk.startLow[o] as number))
    );
  }

  #widen(chunk: SpanChunk, i: number, trace: number): void {
    const traces = this.#traces;
    const duration = chunk.duration[i] as number;
    const low = (chunk.startLow[i] as number) + (duration % 2 ** 32);
    const high = (chunk.startHigh[i] as number) + Math.floor(duration / 2 ** 32) + (low >= 2 ** 32 ? 1 : 0);
    const endHigh = traces.endHigh[trace] as number;
    if (high < endHigh || (high === endHigh && low % 2 ** 32 <= (traces.endLow[trace] as number))) return;
    traces.endHigh[trace] = high;
    traces.endLow[trace] = low % 2 ** 32;
  }
}
