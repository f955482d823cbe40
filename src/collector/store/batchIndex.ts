import type { VisitId } from '../otlp/logIds.ts';
import type { BlockFile, Signal } from './blockFile.ts';
import { TimeSlice } from './timeSlice.ts';
import { widenedColumn } from './widenedColumn.ts';

/** Blocks that are looked up at once while the index catches up. */
const idsAtOnce = 256;

/** Calls with the words of each id that a batch names; a few too many do no harm. */
export type EachId = (bytes: Uint8Array, visit: VisitId) => void;

/**
 * Which batches of logs, or of metrics, name which traces and spans: a pair of an id's hash and a block for each, 8 bytes. What comes is
 * entered at once, but what was there when the store was opened only when somebody asks for it, so that
 * opening costs nothing. Blocks that went may still be named.
 */
export class BatchIndex {
  readonly #file: BlockFile;
  readonly #kind: Signal;
  readonly #eachId: EachId;
  #hashes = new Uint32Array(256);
  #blocks = new Uint32Array(256);
  #count = 0;
  /** The last block that is entered. */
  #upTo = 0;
  #isComplete = false;
  #catchingUp: Promise<void> | undefined;

  constructor(file: BlockFile, kind: Signal, eachId: EachId) {
    this.#file = file;
    this.#kind = kind;
    this.#eachId = eachId;
  }

  get bytes(): number {
    return 2 * this.#hashes.byteLength;
  }

  /** A block was kept. */
  add(rowId: number, bytes: Uint8Array): void {
    if (this.#isComplete) this.#enter(rowId, bytes);
  }

  /** Forgets all; `isEmpty` says that the file has no such batches. */
  reset(isEmpty: boolean): void {
    this.#count = 0;
    this.#upTo = 0;
    this.#isComplete = isEmpty;
  }

  /** Blocks before this one went. */
  dropBefore(rowId: number): void {
    let kept = 0;
    for (let i = 0; i < this.#count; i++) {
      if ((this.#blocks[i] as number) < rowId) continue;
      this.#hashes[kept] = this.#hashes[i] as number;
      this.#blocks[kept++] = this.#blocks[i] as number;
    }
    this.#count = kept;
  }

  /** The blocks that may name an id, given as `wordsOfId`, in the order in which they came. */
  async blocksOf(id: Uint32Array): Promise<readonly number[]> {
    while (!this.#isComplete) await this.#caughtUp();
    return this.#find(id);
  }

  /** The same, where it is known by now. */
  knownBlocksOf(id: Uint32Array): readonly number[] | undefined {
    return this.#isComplete ? this.#find(id) : undefined;
  }

  #find(id: Uint32Array): readonly number[] {
    const wanted = hash(id[0] as number, id[1] as number, id[2] as number, id[3] as number);
    const found: number[] = [];
    for (let i = 0; i < this.#count; i++) {
      if (this.#hashes[i] === wanted) found.push(this.#blocks[i] as number);
    }
    return found;
  }

  /** Who asks meanwhile waits for the same work. */
  async #caughtUp(): Promise<void> {
    this.#catchingUp ??= this.#catchUp();
    try {
      await this.#catchingUp;
    } finally {
      this.#catchingUp = undefined;
    }
  }

  async #catchUp(): Promise<void> {
    const slice = new TimeSlice();
    while (!this.#isComplete) {
      const ids = this.#file.idsAfter(this.#upTo, this.#kind, idsAtOnce);
      if (ids.length === 0) this.#isComplete = true;
      for (const rowId of ids) {
        const bytes = this.#file.readOf(rowId, this.#kind);
        if (bytes !== undefined) this.#enter(rowId, bytes);
        if (!slice.isOver) continue;
        await slice.rest();
        // Everything may have been forgotten: the numbers of these blocks are dealt again then.
        if (this.#upTo !== rowId) break;
      }
    }
  }

  /** A batch names an id once. */
  #enter(rowId: number, bytes: Uint8Array): void {
    this.#upTo = rowId;
    const seen = new Set<number>();
    this.#eachId(bytes, (a, b, c, d) => {
      const hashed = hash(a, b, c, d);
      if (seen.has(hashed)) return;
      seen.add(hashed);
      this.#push(hashed, rowId);
    });
  }

  #push(hashed: number, rowId: number): void {
    if (this.#count === this.#hashes.length) {
      this.#hashes = widenedColumn(this.#hashes, 2 * this.#count);
      this.#blocks = widenedColumn(this.#blocks, 2 * this.#count);
    }
    this.#hashes[this.#count] = hashed;
    this.#blocks[this.#count++] = rowId;
  }
}

function hash(a: number, b: number, c: number, d: number): number {
  let mixed = Math.imul(a, 0x9e3779b1) ^ Math.imul(b, 0x85ebca6b) ^ Math.imul(c, 0xc2b2ae35) ^ d;
  mixed = Math.imul(mixed ^ (mixed >>> 16), 0x85ebca6b);
  mixed = Math.imul(mixed ^ (mixed >>> 13), 0xc2b2ae35);
  return (mixed ^ (mixed >>> 16)) >>> 0;
}
