import { setTimeout as delay } from 'node:timers/promises';
import { messageOf } from '../../shared/assert.ts';
import { origin, signal } from './blockFile.ts';
import { BlockMove } from './blockMove.ts';
import type { BlockTable } from './blockTable.ts';
import { TimeSlice } from './timeSlice.ts';
import type { TraceStore } from './traceStore.ts';

const passEveryMillis = 5_000;
/** Between two new blocks. */
const longestWaitMillis = 100;
/** After a pass that could not write, the next ones wait. */
const passesAfterTrouble = 6;
/** While so much is received between two passes, they wait, but not for ever: two minutes. */
const busySpans = 5_000;
const mostBusyPasses = 24;
/** What came last is left alone: it may still change, and forwards are about to send it. */
const newestKept = 4;
/** Bytes that a block is filled up to, and at which one is large enough to stay as it is. */
const fullBytes = 1 << 20;
const largeBytes = fullBytes / 2;
/** So many small ones are put together even if they are less than half a block. */
const manyBlocks = 64;
/** And never more than so many. */
const mostBlocks = 256;
/** A block is rewritten when less than this share of its spans lives; sooner where the disk is short. */
const worn = 0.5;
const wornWhenTight = 0.9;
/** Passes after which a block that has dead spans, and from which nothing has gone since, is rewritten as well. */
const settledPasses = 12;
/** Blocks that are shorter are unpacked in this thread. */
const shortBytes = 64 << 10;

/**
 * Rewrites blocks in the background: without the spans of traces that went, and small neighbours put together into one of about
 * 1 MiB. It works in slices of a few milliseconds between commits, on one new block at a time.
 *
 * A new block gets the number of the first that it takes the place of: the order of blocks is the order in which traces came, and
 * nothing else says it. That a number is dealt again is safe, since forwards are done with it and the same transaction freed it.
 */
export class BlockRewriter {
  readonly #store: TraceStore;
  readonly #settledUpTo: () => number;
  readonly #slice: TimeSlice;
  /** Rows of blocks that could not be read as they should: they stay as they are. */
  readonly #odd = new Set<number>();
  #timer: NodeJS.Timeout | undefined;
  #working: Promise<number> | undefined;
  #passes = 0;
  #wait = 0;
  #receivedBefore = 0;
  #busyPasses = 0;
  #isDisposed = false;
  #written = 0;

  /** `settledUpTo` is the last row of the file that every forward is done with. */
  constructor(store: TraceStore, settledUpTo: () => number, slice = new TimeSlice()) {
    this.#store = store;
    this.#settledUpTo = settledUpTo;
    this.#slice = slice;
  }

  /** Looks for work now and then. */
  start(): void {
    this.#timer ??= setInterval(() => void this.#tick(), passEveryMillis).unref();
  }

  dispose(): void {
    this.#isDisposed = true;
    clearInterval(this.#timer);
  }

  /** One look at all blocks; answers how many were written. A second call waits for the first. */
  pass(): Promise<number> {
    this.#working ??= this.#pass().finally(() => {
      this.#working = undefined;
    });
    return this.#working;
  }

  /** Trouble is told once, and tried again later: nothing is lost, only room. */
  async #tick(): Promise<void> {
    if (this.#working !== undefined || this.#isBusy() || this.#wait-- > 0) return;
    this.#wait = 0;
    try {
      await this.pass();
    } catch (error) {
      // The file was closed under it.
      if (this.#isDisposed) return;
      this.#wait = passesAfterTrouble;
      process.stderr.write(
        `Blocks could not be rewritten, which is tried again later: ${messageOf(error)}\n`,
      );
    }
  }

  /** Whether so much comes that rewriting had better wait; where the disk is short it must not. */
  #isBusy(): boolean {
    const received = this.#store.receivedSpans;
    const isBusy = received - this.#receivedBefore > busySpans;
    this.#receivedBefore = received;
    this.#busyPasses = isBusy ? this.#busyPasses + 1 : 0;
    return isBusy && this.#busyPasses % mostBusyPasses !== 0 && !this.#store.isTight;
  }

  async #pass(): Promise<number> {
    const before = this.#written;
    const { index } = this.#store;
    const isOdd = (block: number): boolean => this.#odd.has(index.blocks.rowId[block] as number);
    for (const batch of batchesOf(this.#candidates(), index.blocks, this.#ruleOf(), isOdd)) {
      await this.#slice.rest();
      if (this.#isDisposed || this.#store.index !== index) break;
      const begun = performance.now();
      await this.#rewrite(batch);
      // Receiving comes first: of one thread's time this takes a third, unless the disk is short.
      if (!this.#store.isTight) await delay(Math.min(longestWaitMillis, 2 * (performance.now() - begun)));
    }
    if (!this.#isDisposed) await this.#shrink();
    return this.#written - before;
  }

  #ruleOf(): BlockRule {
    const looksAtSettled = this.#passes++ % settledPasses === settledPasses - 1;
    const share = this.#store.isTight ? wornWhenTight : worn;
    const { blocks } = this.#store.index;
    return (block) => {
      const live = blocks.live[block] as number;
      const held = blocks.held[block] as number;
      const isSettled = looksAtSettled && live < held && blocks.seen[block] === live;
      if (looksAtSettled) blocks.seen[block] = live;
      return live < share * held || isSettled;
    };
  }

  #candidates(): readonly number[] {
    const { blocks } = this.#store.index;
    const last = this.#settledUpTo();
    const inOrder = blocks.inOrder();
    return inOrder.slice(0, -newestKept).filter((block) => (blocks.rowId[block] as number) <= last);
  }

  async #rewrite(blocks: readonly number[]): Promise<void> {
    const { index } = this.#store;
    const move = new BlockMove(index, blocks);
    const bytes = await this.#gathered(move, blocks);
    if (bytes === undefined) return;
    if (this.#slice.isOver) await this.#slice.rest();
    const isCurrent = !this.#isDisposed && this.#store.index === index && move.isSound;
    if (!isCurrent || (move.rowIds.at(-1) as number) > this.#settledUpTo()) return;
    this.#store.moveBlocks(move, { signal: signal.traces, bytes, origin: origin.rewritten, run: move.run });
    this.#written++;
  }

  /** The bytes of the new block; `undefined` where an old one went meanwhile: the others are for the next pass. */
  async #gathered(move: BlockMove, blocks: readonly number[]): Promise<Uint8Array<ArrayBuffer> | undefined> {
    const { index, file } = this.#store;
    for (const [i, block] of blocks.entries()) {
      const rowId = move.rowIds[i] as number;
      const isShort = (index.blocks.length[block] as number) < shortBytes;
      const bytes = isShort ? file.read(rowId) : await file.readAside(rowId);
      const isThere =
        bytes !== undefined && this.#store.index === index && index.blocks.rowId[block] === rowId;
      if (!isThere || !this.#understood(rowId, () => move.add(block, bytes))) return undefined;
      if (this.#slice.isOver) await this.#slice.rest();
    }
    let gathered: Uint8Array<ArrayBuffer> | undefined;
    this.#understood(move.rowIds[0] as number, () => {
      gathered = move.finish();
    });
    return gathered;
  }

  /** A block that is not as it was read before must keep neither itself from being read nor others from being rewritten. */
  #understood(rowId: number, read: () => void): boolean {
    try {
      read();
      return true;
    } catch (error) {
      this.#odd.add(rowId);
      process.stderr.write(`Block ${rowId} is left as it is: ${messageOf(error)}\n`);
      return false;
    }
  }

  /** Room that is free goes back to the disk where it is much. */
  async #shrink(): Promise<void> {
    const { file } = this.#store;
    while (!this.#isDisposed && file.freeBytes > mostFreeBytes(file.usedBytes) && file.shrink())
      await this.#slice.rest();
  }
}

/** What comes needs room again: a quarter of what is used, and never less than a few megabytes, is left as it is. */
function mostFreeBytes(used: number): number {
  return Math.max(8 << 20, used / 4);
}

type BlockRule = (block: number) => boolean;

/**
 * Neighbours that become one block each. Blocks of different runs stay apart, and so do those that are large and whole. Small
 * ones wait until there are enough of them, so that a span is rewritten a few times in its life, not with every commit.
 */
export function batchesOf(
  inOrder: readonly number[],
  blocks: BlockTable,
  isWorn: BlockRule,
  isOdd: BlockRule,
): number[][] {
  const batches: number[][] = [];
  let batch: number[] = [];
  let bytes = 0;
  let hasWorn = false;
  const close = (): void => {
    const isWorth = batch.length > 1 && (bytes >= largeBytes || batch.length >= manyBlocks);
    if (hasWorn || isWorth) batches.push(batch);
    batch = [];
    bytes = 0;
    hasWorn = false;
  };
  for (const block of inOrder) {
    const isWornBlock = isWorn(block);
    const liveBytes =
      ((blocks.length[block] as number) * (blocks.live[block] as number)) / (blocks.held[block] as number);
    if (isOdd(block) || (!isWornBlock && liveBytes >= largeBytes)) {
      close();
      continue;
    }
    const [first] = batch;
    const isOther = first !== undefined && blocks.run[first] !== blocks.run[block];
    if (isOther || bytes + liveBytes > fullBytes || batch.length === mostBlocks) close();
    batch.push(block);
    bytes += liveBytes;
    hasWorn ||= isWornBlock;
  }
  close();
  return batches;
}
