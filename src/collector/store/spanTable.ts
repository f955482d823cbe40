import { rowMask } from './spanChunk.ts';
import type { SpanRows } from './spanRows.ts';

/** Finds the row of a span by its trace and id: open addressing over rows, whose columns hold the keys. */
export class SpanTable {
  readonly #rows: SpanRows;
  /** Row plus one; 0 is free. */
  #slots = new Uint32Array(1 << 12);
  #count = 0;

  constructor(rows: SpanRows) {
    this.#rows = rows;
  }

  get bytes(): number {
    return this.#slots.byteLength;
  }

  /** The row, or −1. */
  find(trace: number, idHigh: number, idLow: number): number {
    return (this.#slots[this.#slotOf(trace, idHigh, idLow)] as number) - 1;
  }

  /** Enters a row whose columns `trace`, `idHigh` and `idLow` are set; false where its span is in already. */
  add(row: number): boolean {
    const chunk = this.#rows.chunk(row);
    const i = row & rowMask;
    const slot = this.#slotOf(chunk.trace[i] as number, chunk.idHigh[i] as number, chunk.idLow[i] as number);
    if (this.#slots[slot] !== 0) return false;
    this.#slots[slot] = row + 1;
    this.#count++;
    if (this.#count * 10 > this.#slots.length * 7) this.#grow();
    return true;
  }

  /** Removes a row that is in, while its columns still hold its keys. */
  remove(row: number): void {
    const mask = this.#slots.length - 1;
    let hole = this.#home(row);
    while (this.#slots[hole] !== row + 1) hole = (hole + 1) & mask;
    this.#count--;
    // Entries behind the hole move up where they may, so that no search ends too early.
    for (let at = (hole + 1) & mask; this.#slots[at] !== 0; at = (at + 1) & mask) {
      const home = this.#home((this.#slots[at] as number) - 1);
      if (((at - home) & mask) < ((at - hole) & mask)) continue;
      this.#slots[hole] = this.#slots[at] as number;
      hole = at;
    }
    this.#slots[hole] = 0;
  }

  #slotOf(trace: number, idHigh: number, idLow: number): number {
    const slots = this.#slots;
    const mask = slots.length - 1;
    let slot = hash(trace, idHigh, idLow) & mask;
    for (let entry = slots[slot] as number; entry !== 0; entry = slots[slot] as number) {
      const chunk = this.#rows.chunk(entry - 1);
      const i = (entry - 1) & rowMask;
      if (chunk.idLow[i] === idLow && chunk.idHigh[i] === idHigh && chunk.trace[i] === trace) return slot;
      slot = (slot + 1) & mask;
    }
    return slot;
  }

  #home(row: number): number {
    const chunk = this.#rows.chunk(row);
    const i = row & rowMask;
    const hashed = hash(chunk.trace[i] as number, chunk.idHigh[i] as number, chunk.idLow[i] as number);
    return hashed & (this.#slots.length - 1);
  }

  #grow(): void {
    const old = this.#slots;
    this.#slots = new Uint32Array(old.length * 2);
    const mask = this.#slots.length - 1;
    for (const entry of old) {
      if (entry === 0) continue;
      let slot = this.#home(entry - 1);
      while (this.#slots[slot] !== 0) slot = (slot + 1) & mask;
      this.#slots[slot] = entry;
    }
  }
}

function hash(trace: number, idHigh: number, idLow: number): number {
  let mixed = Math.imul(trace, 0x9e3779b1) ^ Math.imul(idHigh, 0x85ebca6b) ^ idLow;
  mixed = Math.imul(mixed ^ (mixed >>> 16), 0x85ebca6b);
  mixed = Math.imul(mixed ^ (mixed >>> 13), 0xc2b2ae35);
  return (mixed ^ (mixed >>> 16)) >>> 0;
}
