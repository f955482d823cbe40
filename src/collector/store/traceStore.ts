import type { TraceId } from '../../shared/ids.ts';
import { MalformedError } from '../otlp/wireReader.ts';
import { type BlockFile, type Signal, signal } from './blockFile.ts';
import { BlockReader } from './blockReader.ts';
import { hexOfWords } from './hexOfWords.ts';
import type { IntakeListener, KeptBlock } from './intake.ts';
import { LogIndex } from './logIndex.ts';
import { SpanIndex } from './spanIndex.ts';

/** Logs and metrics are kept raw; the oldest go when a kind takes more than this on the disk. */
const rawBudgetBytes = 64 << 20;
/** The budget is looked at after so many commits of a kind. */
const trimEvery = 256;

/** What changed, for those who tell clients. */
export interface StoreListener {
  /** Nobody listens to single traces while this is false. */
  readonly wantsTraces: boolean;
  traceChanged(traceId: TraceId): void;
  changed(newSpans: number): void;
  cleared(): void;
}

/** The blocks in the file and the index over them, kept in step and within their budget. */
export class TraceStore implements IntakeListener {
  readonly file: BlockFile;
  readonly reader: BlockReader;
  readonly logs: LogIndex;
  readonly maxSpans: number;
  index = new SpanIndex(1);
  /** Grows with every change. */
  revision = 1;
  /** Revision at which everything was last forgotten. */
  clearedAt = 0;
  /** Spans of traces that went because of the budget. */
  expiredSpans = 0;
  /** Blocks that could not be read when the store was opened. */
  unreadableBlocks = 0;
  readonly #listener: StoreListener;
  readonly #rawCounts = new Map<Signal, number>();
  #removals: number[] = [];
  #commitsUntilTrim = trimEvery;

  constructor(file: BlockFile, maxSpans: number, listener: StoreListener) {
    this.file = file;
    this.reader = new BlockReader(file);
    this.logs = new LogIndex(file);
    this.maxSpans = maxSpans;
    this.#listener = listener;
  }

  /** Builds the index from what the file holds. */
  load(): void {
    for (const { rowId, bytes } of this.file.traceBlocks()) this.#loadBlock(rowId, bytes);
    this.#removeEmptied();
    for (const kind of [signal.logs, signal.metrics]) this.#rawCounts.set(kind, this.file.count(kind));
    this.logs.reset(this.rawCount(signal.logs) === 0);
  }

  /** Batches of logs or metrics that are kept. */
  rawCount(kind: Signal): number {
    return this.#rawCounts.get(kind) ?? 0;
  }

  committed(rowId: number): void {
    const before = this.index.spanCount;
    const listener = this.#listener;
    this.#enter(rowId, listener.wantsTraces ? (slot) => listener.traceChanged(this.traceId(slot)) : ignore);
    const added = this.index.spanCount - before;
    this.#keepBudget();
    this.#removeEmptied();
    this.#listener.changed(added);
  }

  keptRaw(blocks: readonly KeptBlock[]): void {
    for (const { rowId, kind, bytes } of blocks) {
      this.#rawCounts.set(kind, this.rawCount(kind) + 1);
      if (kind === signal.logs) this.logs.add(rowId, bytes);
    }
    if (--this.#commitsUntilTrim > 0) return;
    this.#commitsUntilTrim = trimEvery;
    for (const kind of new Set(blocks.map((block) => block.kind))) this.#trim(kind);
  }

  /** Forgets every trace and site, on the disk too. */
  clear(): void {
    this.file.clear();
    this.reader.forget();
    this.logs.reset(true);
    this.index = new SpanIndex(this.index.sites.nextId);
    this.#removals = [];
    this.#rawCounts.clear();
    this.clearedAt = ++this.revision;
    this.#listener.cleared();
  }

  traceId(slot: number): TraceId {
    return hexOfWords(this.index.traces.id.subarray(4 * slot, 4 * slot + 4)) as TraceId;
  }

  #trim(kind: Signal): void {
    this.file.trim(kind, rawBudgetBytes);
    this.#rawCounts.set(kind, this.file.count(kind));
    if (kind !== signal.logs) return;
    const [oldest] = this.file.idsAfter(0, kind, 1);
    this.logs.dropBefore(oldest ?? Number.POSITIVE_INFINITY);
  }

  #loadBlock(rowId: number, bytes: Uint8Array<ArrayBuffer>): void {
    try {
      this.index.stage(bytes);
    } catch (error) {
      if (!(error instanceof MalformedError)) throw error;
      this.index.rollback();
      this.unreadableBlocks++;
      return;
    }
    this.#enter(rowId, ignore);
    this.#keepBudget();
  }

  #enter(rowId: number, touched: (slot: number) => void): void {
    this.revision++;
    if (!this.index.commit(rowId, this.revision, touched)) this.#removals.push(rowId);
  }

  #keepBudget(): void {
    const { index } = this;
    const spansBefore = index.spanCount;
    while (index.spanCount > this.maxSpans && index.traces.live > 1) {
      const before = index.spanCount;
      index.expireOldest((rowId) => this.#removals.push(rowId));
      this.expiredSpans += before - index.spanCount;
    }
    if (index.spanCount < spansBefore) index.dropUnusedTexts();
  }

  /** What cannot be removed now, because the disk is full, is tried again with the next ones. */
  #removeEmptied(): void {
    const removals = this.#removals;
    if (removals.length === 0) return;
    try {
      this.file.remove(removals);
      for (const rowId of removals) this.reader.drop(rowId);
      this.#removals = [];
    } catch (error) {
      process.stderr.write(`Old blocks could not be removed: ${String(error)}\n`);
    }
  }
}

function ignore(): void {
  // Nobody listens.
}
