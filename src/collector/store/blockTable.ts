import { widenedColumn } from './widenedColumn.ts';

/** The blocks that hold live spans. */
export class BlockTable {
  /** Number of the row in the file. */
  rowId = new Uint32Array(64);
  live = new Uint32Array(64);
  readonly #free: number[] = [];
  #used = 0;

  get bytes(): number {
    return 2 * this.rowId.byteLength;
  }

  add(): number {
    const slot = this.#free.pop() ?? this.#used++;
    if (slot >= this.rowId.length) {
      this.rowId = widenedColumn(this.rowId, slot + 1);
      this.live = widenedColumn(this.live, slot + 1);
    }
    this.rowId[slot] = 0;
    this.live[slot] = 0;
    return slot;
  }

  free(slot: number): void {
    this.#free.push(slot);
  }
}
