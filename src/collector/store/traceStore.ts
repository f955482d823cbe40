import type { TraceId } from '../../shared/ids.ts';
import type { SamplingPolicy } from '../../shared/samplingPolicy.ts';
import { MalformedError } from '../otlp/wireReader.ts';
import { TracePolicies } from '../sampling/tracePolicies.ts';
import { type BlockFile, type Signal, signal } from './blockFile.ts';
import { BlockReader } from './blockReader.ts';
import { DropCounts } from './dropCounts.ts';
import { hexOfWords } from './hexOfWords.ts';
import type { IntakeListener, KeptBlock } from './intake.ts';
import { LogIndex } from './logIndex.ts';
import { RunLog } from './runLog.ts';
import { SpanIndex } from './spanIndex.ts';

/** Logs and metrics are kept raw; the oldest go when a kind takes more than this on the disk. */
const rawBudgetBytes = 64 << 20;
/** The budget is looked at after so many commits of a kind. */
const trimEvery = 256;

const megabyte = 1e6;

/** Budgets and what goes last. */
export interface Retention {
  readonly maxSpans: number;
  readonly maxDiskBytes: number;
  readonly keep: TracePolicies;
}

export interface RetentionChange {
  readonly maxSpans: number | undefined;
  readonly maxDiskMegabytes: number | undefined;
  readonly keep: readonly SamplingPolicy[] | undefined;
}

/** What changed, for those who tell clients. */
export interface StoreListener {
  /** A block of spans, or of logs or metrics, was written. */
  wrote(rowId: number): void;
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
  maxSpans: number;
  maxDiskBytes = 1024 * megabyte;
  /** Traces of these go last. */
  keep = new TracePolicies(this, []);
  readonly runs = new RunLog();
  /** What a person should know of the store: sentences. */
  readonly notices: string[] = [];
  index = new SpanIndex(1);
  /** Grows with every change. */
  revision = 1;
  /** Revision at which everything was last forgotten. */
  clearedAt = 0;
  /** Spans of traces that went because of the budget. */
  expiredSpans = 0;
  /** What was let go on purpose. */
  readonly drops = new DropCounts();
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
    listener.wrote(rowId);
    this.#keepBudget();
    this.#removeEmptied();
    this.#listener.changed(added);
  }

  keptRaw(blocks: readonly KeptBlock[]): void {
    for (const { rowId, kind, bytes } of blocks) {
      this.#rawCounts.set(kind, this.rawCount(kind) + 1);
      if (kind === signal.logs) this.logs.add(rowId, bytes);
      this.#listener.wrote(rowId);
    }
    if (--this.#commitsUntilTrim > 0) return;
    this.#commitsUntilTrim = trimEvery;
    for (const kind of new Set(blocks.map((block) => block.kind))) this.#trim(kind);
  }

  /** The budgets and policies with some changed; throws a `UserError` where a policy is wrong. */
  retentionOf(change: RetentionChange): Retention {
    const { maxSpans = this.maxSpans, maxDiskMegabytes, keep } = change;
    return {
      maxSpans,
      maxDiskBytes: maxDiskMegabytes === undefined ? this.maxDiskBytes : maxDiskMegabytes * megabyte,
      keep: keep === undefined ? this.keep : new TracePolicies(this, keep),
    };
  }

  setRetention({ maxSpans, maxDiskBytes, keep }: Retention): void {
    this.maxSpans = maxSpans;
    this.maxDiskBytes = maxDiskBytes;
    this.keep = keep;
  }

  /** Pinned traces stay whatever the budgets say. */
  setPinned(_slots: readonly number[], _pinned: boolean): void {
    // There are none yet.
  }

  get pinnedTraces(): number {
    return 0;
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
      index.expire(index.traces.oldest, (rowId) => this.#removals.push(rowId));
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
