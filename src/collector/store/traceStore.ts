import type { TraceId } from '../../shared/ids.ts';
import { eachExemplarId } from '../otlp/exemplarScanner.ts';
import { eachLogId } from '../otlp/logIds.ts';
import { MalformedError } from '../otlp/wireReader.ts';
import { tryAnyway } from '../tryAnyway.ts';
import { BatchIndex } from './batchIndex.ts';
import { type BlockFile, type NewBlock, type Signal, signal } from './blockFile.ts';
import type { BlockMove } from './blockMove.ts';
import { BlockReader } from './blockReader.ts';
import { DropCounts } from './dropCounts.ts';
import { hexOfWords, wordsOfHex } from './hexOfWords.ts';
import type { IntakeListener, KeptBlock } from './intake.ts';
import { Retention, type RetentionChange, type RetentionSettings } from './retention.ts';
import { RunLog } from './runLog.ts';
import { SpanIndex } from './spanIndex.ts';
import type { TraceTable } from './traceTable.ts';

/** Logs and metrics are kept raw, within a share of the disk; whether they are is looked at after so many commits of them. */
const trimEvery = 256;

/** What a run is called that began with forgetting all that was before. */
const sinceClear = 'Since clear';

/** What changed, for those who tell clients. */
export interface StoreListener {
  /** A block of spans, or of logs or metrics, was written. */
  wrote(rowId: number, bytes?: Uint8Array): void;
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
  /** Which batches of logs, and which of metrics by their exemplars, name which traces. */
  readonly logs: BatchIndex;
  readonly exemplars: BatchIndex;
  readonly runs: RunLog;
  index = new SpanIndex(1);
  /** Grows with every change. */
  revision = 1;
  /** Since the start, those that went included. */
  receivedSpans = 0;
  /** Revision at which everything was last forgotten. */
  clearedAt = 0;
  /** Grows when blocks are put together or rewritten: places in their bytes are others then. */
  moves = 0;
  /** What was let go on purpose. */
  readonly drops = new DropCounts();
  readonly #listener: StoreListener;
  readonly #rawCounts = new Map<Signal, number>();
  readonly #retention: Retention;
  #isLoaded = false;
  #removals: number[] = [];
  #commitsUntilTrim = trimEvery;
  /** Of logs and metrics that came since they were trimmed. */
  #untrimmedBytes = 0;

  constructor(file: BlockFile, maxSpans: number, listener: StoreListener) {
    this.file = file;
    this.reader = new BlockReader(file);
    this.logs = new BatchIndex(file, signal.logs, eachLogId);
    this.exemplars = new BatchIndex(file, signal.metrics, eachExemplarId);
    this.#listener = listener;
    this.runs = new RunLog(file, {
      countOf: (run) => this.index.traces.countOf(run),
      lastMillisOf: (run) => lastMillisOf(this.index.traces, run),
    });
    this.runs.follow((run) => {
      this.index.traces.currentRun = run;
    });
    const expire = (slot: number): boolean => this.#expire(slot);
    const removeEmptied = (): void => this.#removeEmptied();
    const expiredAside = (): void => {
      this.revision++;
      listener.changed(0);
    };
    const { drops } = this;
    this.#retention = new Retention(this, { file, drops, expire, removeEmptied, expiredAside }, maxSpans);
  }

  /** Builds the index from what the file holds. */
  load(): void {
    const { traces } = this.index;
    traces.pins.add(this.file.pins());
    this.#retention.load();
    for (const { rowId, run, bytes } of this.file.traceBlocks()) {
      traces.currentRun = run;
      this.#loadBlock(rowId, bytes);
    }
    this.runs.load(Date.now());
    this.#retention.keepAll();
    this.#removeEmptied();
    for (const kind of [signal.logs, signal.metrics]) this.#rawCounts.set(kind, this.file.count(kind));
    this.logs.reset(this.rawCount(signal.logs) === 0);
    this.exemplars.reset(this.rawCount(signal.metrics) === 0);
    this.#isLoaded = true;
  }

  dispose(): void {
    this.#retention.dispose();
  }

  /** Begins anew with a file that takes the place of one that is broken. */
  mend(): void {
    const { trouble } = this.file.state;
    if (trouble !== 'damaged' && trouble !== 'vanished') return;
    this.file.mend();
    this.#forget();
    this.load();
    this.clearedAt = ++this.revision;
    this.#listener.cleared();
  }

  /** Batches of logs or metrics that are kept. */
  rawCount(kind: Signal): number {
    return this.#rawCounts.get(kind) ?? 0;
  }

  committed(rowId: number, bytes?: Uint8Array): void {
    const before = this.index.spanCount;
    const bytesBefore = this.index.blocks.heldBytes;
    const listener = this.#listener;
    this.#enter(rowId, listener.wantsTraces ? (slot) => listener.traceChanged(this.traceId(slot)) : ignore);
    const added = this.index.spanCount - before;
    this.receivedSpans += added;
    listener.wrote(rowId, bytes);
    this.#retention.committed(this.index.blocks.heldBytes - bytesBefore, added);
    this.#listener.changed(added);
  }

  keptRaw(blocks: readonly KeptBlock[]): void {
    for (const { rowId, kind, bytes } of blocks) {
      this.#rawCounts.set(kind, this.rawCount(kind) + 1);
      this.#indexOf(kind).add(rowId, bytes);
      this.#listener.wrote(rowId);
    }
    const added = blocks.reduce((sum, { bytes }) => sum + bytes.length, 0);
    this.#retention.rawAdded(added);
    this.#untrimmedBytes += added;
    if (--this.#commitsUntilTrim > 0 && this.#untrimmedBytes < this.#retention.rawBudgetBytes) return;
    this.#commitsUntilTrim = trimEvery;
    this.#untrimmedBytes = 0;
    for (const kind of [signal.logs, signal.metrics])
      tryAnyway('Old logs or metrics could not be removed', () => this.#trim(kind));
  }

  get maxSpans(): number {
    return this.#retention.maxSpans;
  }

  get maxDiskBytes(): number {
    return this.#retention.maxDiskBytes;
  }

  /** Spans of traces that went because of the budget of spans. */
  get expiredSpans(): number {
    return this.#retention.expiredSpans;
  }

  /** Whether more is on the disk than the budget allows: rewriting blocks must hurry then. */
  get isTight(): boolean {
    return this.#retention.isTight;
  }

  /** What a person should know of the budgets: sentences. */
  get notices(): readonly string[] {
    return this.#retention.notices;
  }

  /** The budgets and policies with some changed; throws a `UserError` where a policy is wrong. */
  retentionOf(change: RetentionChange): RetentionSettings {
    return this.#retention.settingsOf(change);
  }

  setRetention(settings: RetentionSettings): void {
    this.#retention.set(settings);
    if (this.#isLoaded && settings.isSaid) for (const kind of [signal.logs, signal.metrics]) this.#trim(kind);
  }

  /** Pinned traces stay whatever the budgets say, also after a restart. */
  setPinned(slots: readonly number[], pinned: boolean): void {
    const { traces } = this.index;
    const changed = slots.filter((slot) => traces.pinned[slot] !== (pinned ? 1 : 0));
    if (changed.length === 0) return;
    const ids = changed.map((slot) => this.traceId(slot));
    this.file.setPins(ids, pinned);
    if (pinned) traces.pins.add(ids);
    else traces.pins.remove(ids);
    this.revision++;
    for (const slot of changed) {
      traces.pinned[slot] = pinned ? 1 : 0;
      traces.version[slot] = this.revision;
      if (this.#listener.wantsTraces) this.#listener.traceChanged(this.traceId(slot));
    }
    this.#retention.pinsChanged(pinned ? [] : changed);
    this.#listener.changed(0);
  }

  get pinnedTraces(): number {
    let count = 0;
    for (const id of this.index.traces.pins) if (this.index.findTrace(wordsOfHex(id)) >= 0) count++;
    return count;
  }

  /** Forgets every trace, pinned ones too, and every site, on the disk too; what comes is of a run of its own. */
  clear(): void {
    this.file.clear();
    this.#forget();
    this.clearedAt = ++this.revision;
    this.#listener.cleared();
    tryAnyway('Pins could not be removed', () => this.file.setPins(this.file.pins(), false));
    tryAnyway('The run could not be written', () => this.runs.start(sinceClear, 'clear', Date.now()));
  }

  /** Writes one block in the place of others, and has the index follow; all or nothing, also where the disk is full. */
  moveBlocks(move: BlockMove, block: NewBlock): void {
    const rowId = this.file.rewrite(move.rowIds, block);
    for (const old of move.rowIds) this.reader.drop(old);
    move.apply(rowId, block.bytes.length);
    this.moves++;
  }

  traceId(slot: number): TraceId {
    return hexOfWords(this.index.traces.id.subarray(4 * slot, 4 * slot + 4)) as TraceId;
  }

  #forget(): void {
    this.reader.forget();
    this.logs.reset(true);
    this.exemplars.reset(true);
    this.index = new SpanIndex(this.index.sites.nextId);
    this.index.traces.currentRun = this.runs.current?.id ?? 0;
    this.#retention.reset();
    this.#removals = [];
    this.#rawCounts.clear();
  }

  #indexOf(kind: Signal): BatchIndex {
    return kind === signal.logs ? this.logs : this.exemplars;
  }

  #trim(kind: Signal): void {
    this.file.trim(kind, this.#retention.rawBudgetBytes);
    this.#retention.rawRemoved();
    this.#rawCounts.set(kind, this.file.count(kind));
    const [oldest] = this.file.idsAfter(0, kind, 1);
    this.#indexOf(kind).dropBefore(oldest ?? Number.POSITIVE_INFINITY);
  }

  #loadBlock(rowId: number, bytes: Uint8Array<ArrayBuffer>): void {
    try {
      this.index.stage(bytes);
    } catch (error) {
      if (!(error instanceof MalformedError)) throw error;
      this.index.rollback();
      this.file.state.unreadableBlocks++;
      return;
    }
    this.#enter(rowId, ignore);
    this.#retention.loaded();
  }

  #enter(rowId: number, touched: (slot: number) => void): void {
    this.revision++;
    if (!this.index.commit(rowId, this.revision, touched)) this.#removals.push(rowId);
  }

  /** True where a block has no span any more. */
  #expire(slot: number): boolean {
    const before = this.#removals.length;
    this.index.expire(slot, (rowId) => this.#removals.push(rowId));
    return this.#removals.length > before;
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

/** When the last span of a run ended, in milliseconds since the epoch; 0 where there is none. */
function lastMillisOf(traces: TraceTable, run: number): number {
  let last = 0;
  for (const slot of traces.slots()) {
    if (traces.run[slot] !== run) continue;
    last = Math.max(
      last,
      ((traces.endHigh[slot] as number) * 2 ** 32 + (traces.endLow[slot] as number)) / 1e6,
    );
  }
  return last;
}

function ignore(): void {
  // Nobody listens.
}
