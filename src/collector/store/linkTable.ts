import { linkWords } from '../otlp/linkScanner.ts';
import { widenedColumn } from './widenedColumn.ts';

/**
 * Which spans link to which: found by the target, which need not be in the store, and removed by the row of the span
 * that has the link. Entering, finding and removing take constant time, however many link to one span. Entries are
 * numbered from 1 on; 0 is none.
 */
export class LinkTable {
  /** The words of the target's ids. */
  #targets = new Uint32Array(64 * linkWords);
  #rows = new Uint32Array(64);
  /** Neighbours in the list of a bucket, the latest first. */
  #next = new Uint32Array(64);
  #before = new Uint32Array(64);
  /** The next link of the same row. */
  #nextOfRow = new Uint32Array(64);
  #heads = new Uint32Array(128);
  readonly #firstOfRow = new Map<number, number>();
  #free = 0;
  #used = 1;
  #live = 0;

  get count(): number {
    return this.#live;
  }

  get bytes(): number {
    const columns = this.#targets.byteLength + 4 * this.#rows.byteLength + this.#heads.byteLength;
    return columns + this.#firstOfRow.size * 40;
  }

  /** The target stands at `words[at, at + 6)`. */
  add(row: number, words: Uint32Array, at: number): void {
    const entry = this.#allocate();
    for (let word = 0; word < linkWords; word++) {
      this.#targets[entry * linkWords + word] = words[at + word] as number;
    }
    this.#rows[entry] = row;
    this.#nextOfRow[entry] = this.#firstOfRow.get(row) ?? 0;
    this.#firstOfRow.set(row, entry);
    if (++this.#live > this.#heads.length) this.#growHeads();
    this.#push(entry);
  }

  /** Forgets the links of a row. */
  remove(row: number): void {
    let entry = this.#firstOfRow.get(row) ?? 0;
    this.#firstOfRow.delete(row);
    while (entry !== 0) {
      const next = this.#nextOfRow[entry] as number;
      this.#unlink(entry);
      this.#nextOfRow[entry] = this.#free;
      this.#free = entry;
      this.#live--;
      entry = next;
    }
  }

  /** Rows of the spans that link to a span, the latest that came first; one that does so twice comes twice. */
  *rowsTo(target: Uint32Array): Generator<number> {
    let entry = this.#heads[this.#bucketOf(target, 0)] as number;
    for (; entry !== 0; entry = this.#next[entry] as number) {
      if (this.#isTarget(entry, target)) yield this.#rows[entry] as number;
    }
  }

  #isTarget(entry: number, target: Uint32Array): boolean {
    const at = entry * linkWords;
    for (let word = 0; word < linkWords; word++) if (this.#targets[at + word] !== target[word]) return false;
    return true;
  }

  #allocate(): number {
    if (this.#free !== 0) {
      const entry = this.#free;
      this.#free = this.#nextOfRow[entry] as number;
      return entry;
    }
    if (this.#used === this.#rows.length) this.#widen(2 * this.#used);
    return this.#used++;
  }

  #push(entry: number): void {
    const bucket = this.#bucketOf(this.#targets, entry * linkWords);
    const head = this.#heads[bucket] as number;
    this.#next[entry] = head;
    this.#before[entry] = 0;
    if (head !== 0) this.#before[head] = entry;
    this.#heads[bucket] = entry;
  }

  #unlink(entry: number): void {
    const [before, next] = [this.#before[entry] as number, this.#next[entry] as number];
    if (before !== 0) this.#next[before] = next;
    else this.#heads[this.#bucketOf(this.#targets, entry * linkWords)] = next;
    if (next !== 0) this.#before[next] = before;
  }

  /** Lists are walked from their ends, so that the latest stay first. */
  #growHeads(): void {
    const old = this.#heads;
    this.#heads = new Uint32Array(2 * old.length);
    for (const head of old) {
      let last = head;
      while (last !== 0 && this.#next[last] !== 0) last = this.#next[last] as number;
      for (let entry = last; entry !== 0; ) {
        const before = this.#before[entry] as number;
        this.#push(entry);
        entry = before;
      }
    }
  }

  #widen(length: number): void {
    this.#targets = widenedColumn(this.#targets, length * linkWords);
    this.#rows = widenedColumn(this.#rows, length);
    this.#next = widenedColumn(this.#next, length);
    this.#before = widenedColumn(this.#before, length);
    this.#nextOfRow = widenedColumn(this.#nextOfRow, length);
  }

  #bucketOf(words: Uint32Array, at: number): number {
    let mixed = 0;
    for (let word = at; word < at + linkWords; word++) {
      mixed = Math.imul(mixed ^ (words[word] as number), 0x9e3779b1);
      mixed ^= mixed >>> 15;
    }
    mixed = Math.imul(mixed ^ (mixed >>> 13), 0xc2b2ae35);
    return (mixed ^ (mixed >>> 16)) & (this.#heads.length - 1);
  }
}
