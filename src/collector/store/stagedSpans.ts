import { wordAt } from './wordAt.ts';

/** Rows that were scanned and wait for their block to be written, with what no column keeps of them. */
export class StagedSpans {
  rows = new Uint32Array(1024);
  /** Four big-endian words of trace id for each row. */
  traceIds = new Uint32Array(4 * 1024);
  count = 0;

  add(row: number, bytes: Uint8Array, traceIdAt: number): void {
    if (this.count === this.rows.length) this.#widen();
    const k = this.count++;
    this.rows[k] = row;
    for (let word = 0; word < 4; word++) this.traceIds[4 * k + word] = wordAt(bytes, traceIdAt + 4 * word);
  }

  #widen(): void {
    const rows = new Uint32Array(this.rows.length * 2);
    rows.set(this.rows);
    this.rows = rows;
    const traceIds = new Uint32Array(this.traceIds.length * 2);
    traceIds.set(this.traceIds);
    this.traceIds = traceIds;
  }
}
