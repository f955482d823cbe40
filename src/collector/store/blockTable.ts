import { widenedColumn } from './widenedColumn.ts';

const columns = ['rowId', 'live', 'held', 'size', 'length', 'run', 'seen'] as const;

/** The blocks that hold live spans. */
export class BlockTable {
  /** Number of the row in the file. */
  rowId = new Uint32Array(64);
  live = new Uint32Array(64);
  /** Spans that were written, those that came twice or went since included. */
  held = new Uint32Array(64);
  /** Bytes of the messages of those spans. */
  size = new Uint32Array(64);
  /** Uncompressed bytes of all. */
  length = new Uint32Array(64);
  /** Number of the run; 0 where there is none. */
  run = new Uint32Array(64);
  /** Live spans when the block was last looked at for rewriting. */
  seen = new Uint32Array(64);
  /** Spans in all blocks, dead ones included. */
  heldSpans = 0;
  /** Bytes of the messages of those. */
  heldSize = 0;
  /** Uncompressed bytes of all blocks. */
  heldBytes = 0;
  readonly #free: number[] = [];
  #used = 0;

  get bytes(): number {
    return columns.length * this.rowId.byteLength;
  }

  add(): number {
    const slot = this.#free.pop() ?? this.#used++;
    if (slot >= this.rowId.length)
      for (const column of columns) this[column] = widenedColumn(this[column], slot + 1);
    this.rowId[slot] = 0;
    this.live[slot] = 0;
    this.held[slot] = 0;
    this.size[slot] = 0;
    this.length[slot] = 0;
    this.seen[slot] = 0;
    return slot;
  }

  /** The block was written. */
  wrote(
    slot: number,
    block: { rowId: number; held: number; size: number; length: number; run: number },
  ): void {
    this.rowId[slot] = block.rowId;
    this.held[slot] = block.held;
    this.length[slot] = block.length;
    this.run[slot] = block.run;
    this.size[slot] = block.size;
    this.heldSpans += block.held;
    this.heldSize += block.size;
    this.heldBytes += block.length;
  }

  free(slot: number): void {
    this.heldSpans -= this.held[slot] as number;
    this.heldSize -= this.size[slot] as number;
    this.heldBytes -= this.length[slot] as number;
    this.live[slot] = 0;
    this.#free.push(slot);
  }

  /** The slots of blocks with live spans, in the order in which the blocks came. */
  inOrder(): number[] {
    const slots: number[] = [];
    for (let slot = 0; slot < this.#used; slot++) if ((this.live[slot] as number) > 0) slots.push(slot);
    return slots.sort((a, b) => (this.rowId[a] as number) - (this.rowId[b] as number));
  }
}
