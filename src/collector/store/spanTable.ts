import { finishHash, hashSeed, mixWord } from './seededHash.ts';
import { noRow, rowMask } from './spanChunk.ts';
import type { SpanRows } from './spanRows.ts';
import type { TraceTable } from './traceTable.ts';

/**
 * Traces of up to so many spans are searched by walking their list: its rows came together and lie together,
 * where an entry in a large table would be a miss of the cache.
 */
const walkedSpans = 16;

/** Finds the row of a span by its trace and id. Only spans of larger traces have entries in the hash table. */
export class SpanTable {
  readonly #rows: SpanRows;
  readonly #traces: TraceTable;
  /** Row plus one; 0 is free. Open addressing. */
  #slots = new Uint32Array(1 << 12);
  /** The hash of the entry in the slot: spares most looks at columns, which lie far apart. */
  #hashes = new Uint32Array(1 << 12);
  #count = 0;
  readonly #seed = hashSeed();

  constructor(rows: SpanRows, traces: TraceTable) {
    this.#rows = rows;
    this.#traces = traces;
  }

  get bytes(): number {
    return 2 * this.#slots.byteLength;
  }

  /** The row, or −1. */
  find(trace: number, idHigh: number, idLow: number): number {
    if ((this.#traces.count[trace] as number) <= walkedSpans) return this.#walk(trace, idHigh, idLow);
    return (this.#slots[this.#slotOf(this.#hash(trace, idHigh, idLow), trace, idHigh, idLow)] as number) - 1;
  }

  /**
   * Enters a row whose columns `trace`, `idHigh` and `idLow` are set, and which is in the list of its trace:
   * the caller has looked that its span is not in yet.
   */
  add(row: number): void {
    const trace = this.#rows.chunk(row).trace[row & rowMask] as number;
    const count = this.#traces.count[trace] as number;
    if (count <= walkedSpans) return;
    if (count > walkedSpans + 1) {
      this.#insert(row);
      return;
    }
    // The trace has just become too large to be walked.
    let member = this.#traces.head[trace] as number;
    for (; member !== noRow; member = this.#rows.next(member)) this.#insert(member);
  }

  /** Removes a row while its columns still hold its keys and `count` what its trace had at its largest. */
  remove(row: number, count: number): void {
    if (count <= walkedSpans) return;
    const mask = this.#slots.length - 1;
    let hole = this.#hashOf(row) & mask;
    while (this.#slots[hole] !== row + 1) hole = (hole + 1) & mask;
    this.#count--;
    // Entries behind the hole move up where they may, so that no search ends too early.
    for (let at = (hole + 1) & mask; this.#slots[at] !== 0; at = (at + 1) & mask) {
      const home = (this.#hashes[at] as number) & mask;
      if (((at - home) & mask) < ((at - hole) & mask)) continue;
      this.#slots[hole] = this.#slots[at] as number;
      this.#hashes[hole] = this.#hashes[at] as number;
      hole = at;
    }
    this.#slots[hole] = 0;
  }

  #walk(trace: number, idHigh: number, idLow: number): number {
    let row = this.#traces.head[trace] as number;
    while (row !== noRow) {
      const chunk = this.#rows.chunk(row);
      const i = row & rowMask;
      if (chunk.idLow[i] === idLow && chunk.idHigh[i] === idHigh) return row;
      row = chunk.next[i] as number;
    }
    return -1;
  }

  #insert(row: number): void {
    const mask = this.#slots.length - 1;
    const hashed = this.#hashOf(row);
    let slot = hashed & mask;
    while (this.#slots[slot] !== 0) slot = (slot + 1) & mask;
    this.#slots[slot] = row + 1;
    this.#hashes[slot] = hashed;
    this.#count++;
    if (this.#count * 10 > this.#slots.length * 7) this.#grow();
  }

  #slotOf(hashed: number, trace: number, idHigh: number, idLow: number): number {
    const slots = this.#slots;
    const mask = slots.length - 1;
    let slot = hashed & mask;
    for (let entry = slots[slot] as number; entry !== 0; entry = slots[slot] as number) {
      if (this.#hashes[slot] === hashed && this.#isSpan(entry - 1, trace, idHigh, idLow)) return slot;
      slot = (slot + 1) & mask;
    }
    return slot;
  }

  #isSpan(row: number, trace: number, idHigh: number, idLow: number): boolean {
    const chunk = this.#rows.chunk(row);
    const i = row & rowMask;
    return chunk.idLow[i] === idLow && chunk.idHigh[i] === idHigh && chunk.trace[i] === trace;
  }

  #hash(trace: number, idHigh: number, idLow: number): number {
    return finishHash(mixWord(mixWord(mixWord(this.#seed, trace), idHigh), idLow));
  }

  #hashOf(row: number): number {
    const chunk = this.#rows.chunk(row);
    const i = row & rowMask;
    return this.#hash(chunk.trace[i] as number, chunk.idHigh[i] as number, chunk.idLow[i] as number);
  }

  #grow(): void {
    const old = this.#slots;
    const oldHashes = this.#hashes;
    this.#slots = new Uint32Array(old.length * 2);
    this.#hashes = new Uint32Array(old.length * 2);
    const mask = this.#slots.length - 1;
    for (let from = 0; from < old.length; from++) {
      if (old[from] === 0) continue;
      const hashed = oldHashes[from] as number;
      let slot = hashed & mask;
      while (this.#slots[slot] !== 0) slot = (slot + 1) & mask;
      this.#slots[slot] = old[from] as number;
      this.#hashes[slot] = hashed;
    }
  }
}
