import { noTrace, type TraceTable } from './traceTable.ts';
import { widenedColumn } from './widenedColumn.ts';

/** Slots of traces, the one that was put in first comes out first. A trace that went meanwhile is passed over. */
export class SlotQueue {
  #slots = new Uint32Array(64);
  #serials = new Uint32Array(64);
  #counts = new Uint32Array(64);
  #sizes = new Uint32Array(64);
  #first = 0;
  #end = 0;
  /** Spans of the traces in it, as many as they had when they were put in. */
  spans = 0;
  /** And bytes of those. */
  size = 0;

  push(slot: number, traces: TraceTable): void {
    if (this.#end === this.#slots.length) this.#makeRoom();
    const at = this.#end++;
    const count = traces.count[slot] as number;
    this.#slots[at] = slot;
    this.#serials[at] = traces.serial[slot] as number;
    this.#counts[at] = count;
    this.spans += count;
    const size = traces.size[slot] as number;
    this.#sizes[at] = size;
    this.size += size;
  }

  /** The first that is still there, or `noTrace`. */
  shift(traces: TraceTable): number {
    while (this.#first < this.#end) {
      const at = this.#first++;
      const slot = this.#slots[at] as number;
      this.spans -= this.#counts[at] as number;
      this.size -= this.#sizes[at] as number;
      if (traces.serial[slot] === this.#serials[at]) return slot;
    }
    return noTrace;
  }

  /** What came out leaves its room to what comes in; where that is less than half, there is more room. */
  #makeRoom(): void {
    const isWide = this.#first >= this.#slots.length / 2;
    for (const column of [this.#slots, this.#serials, this.#counts, this.#sizes])
      column.copyWithin(0, this.#first, this.#end);
    this.#end -= this.#first;
    this.#first = 0;
    if (isWide) return;
    const length = 2 * this.#slots.length;
    this.#slots = widenedColumn(this.#slots, length);
    this.#serials = widenedColumn(this.#serials, length);
    this.#counts = widenedColumn(this.#counts, length);
    this.#sizes = widenedColumn(this.#sizes, length);
  }
}
