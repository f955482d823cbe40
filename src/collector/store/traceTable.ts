import { PinnedIds } from './pinnedIds.ts';
import { finishHash, hashSeed, mixWord } from './seededHash.ts';
import { noRow } from './spanChunk.ts';
import { widenedColumn } from './widenedColumn.ts';

/** Ends the list of traces. */
export const noTrace = 0xffffffff;

/** What is kept of each trace, by its slot. Slots of traces that went are dealt again. */
export class TraceTable {
  /** The trace id as four big-endian words a slot. */
  id = new Uint32Array(4 * 64);
  /** The row that came last; `next` of the rows leads to the others. */
  head = new Uint32Array(64);
  count = new Uint32Array(64);
  errors = new Uint32Array(64);
  duplicates = new Uint32Array(64);
  startHigh = new Uint32Array(64);
  startLow = new Uint32Array(64);
  endHigh = new Uint32Array(64);
  endLow = new Uint32Array(64);
  /** The earliest row without a parent, or `noRow`. */
  root = new Uint32Array(64);
  /** The row with the earliest start. */
  earliest = new Uint32Array(64);
  /** Revision of the store at the last change of the trace. */
  version = new Uint32Array(64);
  /** Dealt with the slot and never again: tells whether a slot still holds the trace that it held; 0 is free. */
  serial = new Uint32Array(64);
  /** Number of the run in which the trace's first span came; 0 where there was none. */
  run = new Uint32Array(64);
  /** 1 where the trace stays whatever the budgets say. */
  pinned = new Uint32Array(64);
  /** Bytes of the messages of its spans. */
  size = new Uint32Array(64);
  /** What was decided of the trace when its turn came to go; see `ExpiryOrder`. 0 where it has not come. */
  decision = new Uint32Array(64);
  /** Traces of these ids are pinned when they come. */
  readonly pins = new PinnedIds();
  readonly #seed = hashSeed();
  #nextSerial = 1;
  /** The traces whose first span came after and before. */
  #younger = new Uint32Array(64);
  #older = new Uint32Array(64);
  /** Slot plus one; 0 is free. */
  #slots = new Uint32Array(256);
  readonly #free: number[] = [];
  #used = 0;
  #live = 0;
  /** Live traces by the number of their run. */
  readonly #ofRuns = new Map<number, number>();
  /** The trace whose first span came last, or `noTrace`. */
  youngest = noTrace;
  /** The trace whose first span came before that of any other, or `noTrace`. */
  oldest = noTrace;
  /** The youngest of the traces whose turn to go has come and that stayed: all older ones did too. */
  passed = noTrace;
  /** Traces that come now are of this run. */
  currentRun = 0;

  get live(): number {
    return this.#live;
  }

  get bytes(): number {
    return this.id.byteLength + 18 * this.head.byteLength + this.#slots.byteLength;
  }

  /** The slot, or −1. */
  find(a: number, b: number, c: number, d: number): number {
    return (this.#slots[this.#placeOf(a, b, c, d)] as number) - 1;
  }

  /** The slot of a trace, which is of the run `currentRun` where it is new. */
  findOrAdd(a: number, b: number, c: number, d: number): number {
    const place = this.#placeOf(a, b, c, d);
    const found = (this.#slots[place] as number) - 1;
    return found >= 0 ? found : this.#add(a, b, c, d, place);
  }

  /** The trace that came after, or `noTrace`. */
  younger(slot: number): number {
    return this.#younger[slot] as number;
  }

  /** The oldest trace whose turn to go has not come, or `noTrace`. */
  get undecided(): number {
    return this.passed === noTrace ? this.oldest : this.younger(this.passed);
  }

  /** Live traces of a run. */
  countOf(run: number): number {
    return this.#ofRuns.get(run) ?? 0;
  }

  /** Forgets a trace; its rows are the caller's to release. */
  remove(slot: number): void {
    this.#removePlace(slot);
    this.#countRun(this.run[slot] as number, -1);
    const older = this.#older[slot] as number;
    if (slot === this.passed) this.passed = older;
    const younger = this.#younger[slot] as number;
    if (older === noTrace) this.oldest = younger;
    else this.#younger[older] = younger;
    if (younger === noTrace) this.youngest = older;
    else this.#older[younger] = older;
    this.count[slot] = 0;
    this.serial[slot] = 0;
    this.#free.push(slot);
    this.#live--;
  }

  /** From the oldest to the youngest. */
  *slots(): Generator<number> {
    for (let slot = this.oldest; slot !== noTrace; slot = this.#younger[slot] as number) yield slot;
  }

  #add(a: number, b: number, c: number, d: number, place: number): number {
    const slot = this.#free.pop() ?? this.#used++;
    if (slot >= this.head.length) this.#widen(slot + 1);
    this.id[4 * slot] = a;
    this.id[4 * slot + 1] = b;
    this.id[4 * slot + 2] = c;
    this.id[4 * slot + 3] = d;
    this.head[slot] = noRow;
    this.root[slot] = noRow;
    this.earliest[slot] = noRow;
    this.count[slot] = 0;
    this.errors[slot] = 0;
    this.duplicates[slot] = 0;
    this.endHigh[slot] = 0;
    this.endLow[slot] = 0;
    this.serial[slot] = this.#nextSerial++;
    this.run[slot] = this.currentRun;
    this.#countRun(this.currentRun, 1);
    this.pinned[slot] = this.pins.has(a, b, c, d) ? 1 : 0;
    this.decision[slot] = 0;
    this.size[slot] = 0;
    this.#append(slot);
    this.#slots[place] = slot + 1;
    this.#live++;
    if (this.#live * 10 > this.#slots.length * 7) this.#growSlots();
    return slot;
  }

  /** Traces of no run are not counted: usually that is all. */
  #countRun(run: number, change: number): void {
    if (run !== 0) this.#ofRuns.set(run, this.countOf(run) + change);
  }

  #append(slot: number): void {
    this.#younger[slot] = noTrace;
    this.#older[slot] = this.youngest;
    if (this.youngest === noTrace) this.oldest = slot;
    else this.#younger[this.youngest] = slot;
    this.youngest = slot;
  }

  #widen(length: number): void {
    for (const column of columns) this[column] = widenedColumn(this[column], length);
    this.#younger = widenedColumn(this.#younger, length);
    this.#older = widenedColumn(this.#older, length);
    const id = new Uint32Array(4 * this.head.length);
    id.set(this.id);
    this.id = id;
  }

  #placeOf(a: number, b: number, c: number, d: number): number {
    const mask = this.#slots.length - 1;
    let place = this.#hash(a, b, c, d) & mask;
    for (let entry = this.#slots[place] as number; entry !== 0; entry = this.#slots[place] as number) {
      const at = 4 * (entry - 1);
      const { id } = this;
      if (id[at] === a && id[at + 1] === b && id[at + 2] === c && id[at + 3] === d) return place;
      place = (place + 1) & mask;
    }
    return place;
  }

  #hash(a: number, b: number, c: number, d: number): number {
    return finishHash(mixWord(mixWord(mixWord(mixWord(this.#seed, a), b), c), d));
  }

  #home(slot: number): number {
    const at = 4 * slot;
    const { id } = this;
    const [a, b, c, d] = [id[at], id[at + 1], id[at + 2], id[at + 3]] as [number, number, number, number];
    const hashed = this.#hash(a, b, c, d);
    return hashed & (this.#slots.length - 1);
  }

  #removePlace(slot: number): void {
    const mask = this.#slots.length - 1;
    let hole = this.#home(slot);
    while (this.#slots[hole] !== slot + 1) hole = (hole + 1) & mask;
    for (let at = (hole + 1) & mask; this.#slots[at] !== 0; at = (at + 1) & mask) {
      const home = this.#home((this.#slots[at] as number) - 1);
      if (((at - home) & mask) < ((at - hole) & mask)) continue;
      this.#slots[hole] = this.#slots[at] as number;
      hole = at;
    }
    this.#slots[hole] = 0;
  }

  #growSlots(): void {
    const old = this.#slots;
    this.#slots = new Uint32Array(old.length * 2);
    const mask = this.#slots.length - 1;
    for (const entry of old) {
      if (entry === 0) continue;
      let place = this.#home(entry - 1);
      while (this.#slots[place] !== 0) place = (place + 1) & mask;
      this.#slots[place] = entry;
    }
  }
}

const columns = [
  'head',
  'count',
  'errors',
  'duplicates',
  'startHigh',
  'startLow',
  'endHigh',
  'endLow',
  'root',
  'earliest',
  'version',
  'serial',
  'run',
  'pinned',
  'decision',
  'size',
] as const;
