import type { TraceTable } from './traceTable.ts';

/** Rows that were scanned and wait for their block to be written, with what no column keeps of them. */
export class StagedSpans {
  rows = new Uint32Array(1024);
  /** Four big-endian words of trace id for each row. */
  traceIds = new Uint32Array(4 * 1024);
  /** Bytes of the span's message. */
  sizes = new Uint32Array(1024);
  count = 0;
  #lastTrace = 0;

  add(row: number, view: DataView, traceIdAt: number, size: number): void {
    if (this.count === this.rows.length) this.#widen();
    const k = this.count++;
    this.rows[k] = row;
    this.sizes[k] = size;
    for (let word = 0; word < 4; word++) this.traceIds[4 * k + word] = view.getUint32(traceIdAt + 4 * word);
  }

  /** Bytes of all of them. */
  get size(): number {
    let size = 0;
    for (let k = 0; k < this.count; k++) size += this.sizes[k] as number;
    return size;
  }

  /**
   * The slot of the span's trace. Asked for one span after the other: those of a trace tend to come together,
   * so that most need no look into the table.
   */
  traceOf(k: number, traces: TraceTable): number {
    if (k > 0 && this.#isOfSameTrace(k)) return this.#lastTrace;
    const at = 4 * k;
    const ids = this.traceIds;
    this.#lastTrace = traces.findOrAdd(
      ids[at] as number,
      ids[at + 1] as number,
      ids[at + 2] as number,
      ids[at + 3] as number,
    );
    return this.#lastTrace;
  }

  #isOfSameTrace(k: number): boolean {
    const ids = this.traceIds;
    const at = 4 * k;
    return (
      ids[at] === ids[at - 4] &&
      ids[at + 1] === ids[at - 3] &&
      ids[at + 2] === ids[at - 2] &&
      ids[at + 3] === ids[at - 1]
    );
  }

  #widen(): void {
    const rows = new Uint32Array(this.rows.length * 2);
    rows.set(this.rows);
    this.rows = rows;
    const traceIds = new Uint32Array(this.traceIds.length * 2);
    traceIds.set(this.traceIds);
    this.traceIds = traceIds;
    const sizes = new Uint32Array(this.sizes.length * 2);
    sizes.set(this.sizes);
    this.sizes = sizes;
  }
}
