import type { SamplingPolicy } from '../../shared/samplingPolicy.ts';
import { TracePolicies } from '../sampling/tracePolicies.ts';
import { tryAnyway } from '../tryAnyway.ts';
import { type BlockFile, signal } from './blockFile.ts';
import { type DropCounts, type DropReason, dropReasons } from './dropCounts.ts';
import { ExpiryOrder, type WorkLimit } from './expiryOrder.ts';
import { wordsOfHex } from './hexOfWords.ts';
import { type Budgets, savedRetention, saveRetention } from './savedRetention.ts';
import type { SpanIndex } from './spanIndex.ts';
import type { TraceStore } from './traceStore.ts';
import { noTrace } from './traceTable.ts';

const megabyte = 1e6;

/** Spans that go or are looked at in a row: a few milliseconds. What comes with a commit is a fraction of it. */
const spansAtOnce = 8_192;
/** The disk is looked at after so many bytes, uncompressed, or commits. */
const bytesALook = 1 << 20;
const commitsALook = 8;
/** How many times smaller compressing makes what is kept. */
const usualPacking = 8;
/** Spans that take this share of the disk before they are compressed leave room enough for logs and metrics. */
const surelyFits = 0.7;
/** Pinned spans are counted anew after so many commits. */
const commitsACount = 64;
/** Beside pinned traces there is room for this share of each budget, so that what comes can be seen. */
const leastRoom = 0.1;
/** Blocks are rewritten in the background; until then the file may be larger than the budget by this factor. */
const mostSwollen = 1.5;

/** Budgets and what goes last. */
export interface RetentionSettings extends Budgets {
  /** Whether somebody has said some of it, so that it is to be remembered. */
  readonly isSaid: boolean;
}

export interface RetentionChange {
  readonly maxSpans: number | undefined;
  readonly maxDiskMegabytes: number | undefined;
  readonly keep: readonly SamplingPolicy[] | undefined;
}

/** A client that said larger budgets before a restart says them again within this. */
const patienceMillis = 15_000;

/** What goes, when, and what is counted of it. The store does the forgetting. */
export interface RetentionHost {
  readonly file: BlockFile;
  readonly drops: DropCounts;
  /** Forgets a trace; true where a block has no span any more. */
  expire(slot: number): boolean;
  /** Removes such blocks from the file. */
  removeEmptied(): void;
  /** Something went without a commit. */
  expiredAside(): void;
}

/** Holds a store within its budgets: whole traces go, a bounded number with each commit, the rest between commits. */
export class Retention {
  readonly #store: TraceStore;
  readonly #host: RetentionHost;
  #maxSpans: number;
  #maxDiskBytes = 1024 * megabyte;
  /** Traces of these go last. */
  #keep: TracePolicies;
  #order: ExpiryOrder;
  /** Spans of traces that went because of the budget of spans. */
  expiredSpans = 0;
  /** Whether more is on the disk than the budget allows: rewriting blocks must hurry then. */
  isTight = false;
  #pinnedSpans = 0;
  #pinnedSize = 0;
  #commitsUntilCount = 0;
  #commitsUntilLook = 0;
  #bytesUntilLook = 0;
  #countedRaw: number | undefined;
  #later: NodeJS.Immediate | undefined;
  #patience: NodeJS.Timeout | undefined;
  #isLoaded = false;

  constructor(store: TraceStore, host: RetentionHost, maxSpans: number) {
    this.#store = store;
    this.#host = host;
    this.#maxSpans = maxSpans;
    this.#keep = new TracePolicies(store, []);
    this.#order = new ExpiryOrder(store.index, this.#keep);
  }

  get maxSpans(): number {
    return this.#maxSpans;
  }

  get maxDiskBytes(): number {
    return this.#maxDiskBytes;
  }

  /** Of logs and of metrics each, on the disk: an eighth of all. */
  get rawBudgetBytes(): number {
    return this.#maxDiskBytes / 8;
  }

  /** What is wrong with the budgets, as sentences. */
  get notices(): readonly string[] {
    const { heldSize } = this.#store.index.blocks;
    this.#countPinned();
    if (this.#pinnedSpans > this.#maxSpans) {
      return [
        `Pinned traces hold ${this.#pinnedSpans} spans, which is more than the budget of ${this.#maxSpans}. They stay; others go sooner. Unpin some, or allow more spans.`,
      ];
    }
    const bytes =
      heldSize === 0 ? 0 : ((this.#host.file.usedBytes - this.#rawBytes) * this.#pinnedSize) / heldSize;
    if (bytes <= this.#maxDiskBytes) return [];
    return [
      `Pinned traces take about ${Math.round(bytes / megabyte)} MB, which is more than the ${Math.round(this.#maxDiskBytes / megabyte)} MB that may be used on the disk. They stay; others go sooner. Unpin some, or allow more.`,
    ];
  }

  /** The settings with some changed; throws a `UserError` where a policy is wrong. */
  settingsOf({ maxSpans, maxDiskMegabytes, keep }: RetentionChange): RetentionSettings {
    return {
      maxSpans: maxSpans ?? this.#maxSpans,
      maxDiskBytes: maxDiskMegabytes === undefined ? this.#maxDiskBytes : maxDiskMegabytes * megabyte,
      keep: keep === undefined ? this.#keep : new TracePolicies(this.#store, keep),
      isSaid: maxSpans !== undefined || maxDiskMegabytes !== undefined || keep !== undefined,
    };
  }

  set({ maxSpans, maxDiskBytes, keep, isSaid }: RetentionSettings): void {
    if (isSaid) clearTimeout(this.#patience);
    this.#maxSpans = maxSpans;
    this.#maxDiskBytes = maxDiskBytes;
    this.#bytesUntilLook = 0;
    if (keep !== this.#keep) {
      this.#keep = keep;
      this.#order = new ExpiryOrder(this.#store.index, keep);
    }
    this.#goOnLater();
    if (!isSaid || !this.#isLoaded) return;
    tryAnyway('Budgets could not be written', () =>
      saveRetention(this.#host.file, { maxSpans, maxDiskBytes, keep }),
    );
  }

  /**
   * Before the blocks are read: takes what was said before the restart. Clients say it again, but only once the store is open, and
   * what their settings keep must not go meanwhile.
   */
  load(): void {
    const saved = savedRetention(this.#host.file, this.#store);
    if (saved === undefined || this.#isLoaded) return;
    const [maxSpans, maxDiskBytes] = [this.#maxSpans, this.#maxDiskBytes];
    const keep = this.#keep.isEmpty ? saved.keep : this.#keep;
    const larger = {
      maxSpans: Math.max(maxSpans, saved.maxSpans),
      maxDiskBytes: Math.max(maxDiskBytes, saved.maxDiskBytes),
    };
    this.set({ ...larger, keep, isSaid: false });
    this.#patience = setTimeout(
      () => this.set({ maxSpans, maxDiskBytes, keep: this.#keep, isSaid: false }),
      patienceMillis,
    ).unref();
  }

  /** There is another index. */
  reset(): void {
    this.#order = new ExpiryOrder(this.#store.index, this.#keep);
    this.#countedRaw = undefined;
    this.#bytesUntilLook = 0;
    this.pinsChanged([]);
  }

  /** Traces were pinned or unpinned. */
  pinsChanged(unpinned: readonly number[]): void {
    for (const slot of unpinned) this.#order.unpinned(slot);
    this.#commitsUntilCount = 0;
  }

  /** Logs or metrics of so many bytes were kept. How small they became is guessed; they are counted when some are removed. */
  rawAdded(bytes: number): void {
    if (this.#countedRaw !== undefined) this.#countedRaw += bytes / usualPacking;
  }

  rawRemoved(): void {
    this.#countedRaw = undefined;
  }

  /** To be called after each commit of so many bytes. */
  committed(bytes: number, spans: number): void {
    this.#bytesUntilLook -= bytes;
    const work = { left: Math.max(spansAtOnce, 4 * spans) };
    this.#keepBudgets(work);
    if (work.left <= 0) this.#goOnLater();
  }

  /** While a store is opened: spans that went come again with blocks that live, so this waits for the end unless there are too many. */
  loaded(): void {
    if (this.#store.index.spanCount > 2 * this.#maxSpans) this.#keepSpans({ left: Number.POSITIVE_INFINITY });
  }

  /** While a store is opened nobody waits: all goes that must. */
  keepAll(): void {
    this.#isLoaded = true;
    this.#bytesUntilLook = 0;
    this.#keepBudgets({ left: Number.POSITIVE_INFINITY });
  }

  dispose(): void {
    clearImmediate(this.#later);
    clearTimeout(this.#patience);
    this.#later = undefined;
  }

  #goOnLater(): void {
    this.#later ??= setImmediate(() => {
      this.#later = undefined;
      tryAnyway('Budgets could not be kept', () => this.#goOn());
    });
  }

  #goOn(): void {
    const before = this.#store.index.spanCount;
    const work = { left: spansAtOnce };
    this.#keepBudgets(work);
    if (this.#store.index.spanCount < before) this.#host.expiredAside();
    if (work.left <= 0) this.#goOnLater();
  }

  #keepBudgets(work: WorkLimit): void {
    const before = this.#store.index.spanCount;
    this.#keepSpans(work);
    this.#host.removeEmptied();
    if (this.#isTimeToLook()) this.#keepDisk(work);
    if (this.#store.index.spanCount < before) this.#store.index.dropUnusedTexts();
  }

  #keepSpans(work: WorkLimit): void {
    const { index } = this.#store;
    if (index.spanCount <= this.#maxSpans) return;
    if (--this.#commitsUntilCount <= 0) this.#countPinned();
    const most = Math.max(this.#maxSpans, this.#pinnedSpans + leastRoom * this.#maxSpans);
    while (index.spanCount > most && work.left > 0) {
      const before = index.spanCount;
      const next = this.#order.next(work, 'spans');
      // A trace without end must not fill the memory.
      const slot = next === noTrace && index.spanCount > 2 * most ? this.#largeYoungest(index) : next;
      if (slot === noTrace) break;
      this.#expire(slot, dropReasons.spanBudget, work);
      this.expiredSpans += before - index.spanCount;
    }
  }

  #largeYoungest({ traces }: SpanIndex): number {
    const slot = traces.youngest;
    return slot === noTrace || traces.pinned[slot] === 1 ? noTrace : slot;
  }

  /** Looking costs more than counting: while all would fit without being compressed, nobody has to. */
  #isTimeToLook(): boolean {
    if (!this.isTight && this.#store.index.blocks.heldBytes < surelyFits * this.#maxDiskBytes) return false;
    if (this.#bytesUntilLook > 0 && --this.#commitsUntilLook > 0) return false;
    this.#bytesUntilLook = Math.min(bytesALook, this.#maxDiskBytes / 16);
    this.#commitsUntilLook = commitsALook;
    return true;
  }

  #keepDisk(work: WorkLimit): void {
    const { file } = this.#host;
    let used = file.usedBytes;
    this.isTight = used > this.#maxDiskBytes;
    while (this.#isOverDisk(used) && work.left > 0) {
      const slot = this.#order.next(work, 'size');
      if (slot === noTrace) break;
      if (!this.#expire(slot, dropReasons.diskBudget, work)) continue;
      this.#host.removeEmptied();
      used = file.usedBytes;
    }
    // What could not be done now is done with what comes next.
    if (work.left <= 0) this.#bytesUntilLook = 0;
  }

  /** Dead spans in blocks that live are as good as gone: their blocks are rewritten. */
  #isOverDisk(used: number): boolean {
    if (used <= this.#maxDiskBytes) return false;
    const { blocks, size } = this.#store.index;
    const raw = this.#rawBytes;
    const live = blocks.heldSize === 0 ? 1 : size / blocks.heldSize;
    const lasting = raw + (used - raw) * live;
    const pinned = blocks.heldSize === 0 ? 0 : ((used - raw) * this.#pinnedSize) / blocks.heldSize;
    const most = Math.max(this.#maxDiskBytes, pinned + leastRoom * this.#maxDiskBytes);
    return Math.max(lasting, used / mostSwollen) > most;
  }

  /** Of logs and metrics. */
  get #rawBytes(): number {
    const { file } = this.#host;
    this.#countedRaw ??= file.packedBytes(signal.logs) + file.packedBytes(signal.metrics);
    return this.#countedRaw;
  }

  #expire(slot: number, reason: DropReason, work: WorkLimit): boolean {
    const { index } = this.#store;
    const before = index.spanCount;
    const isEmptied = this.#host.expire(slot);
    const gone = before - index.spanCount;
    work.left -= gone;
    this.#host.drops.add(reason, gone, 1);
    return isEmptied;
  }

  #countPinned(): void {
    this.#commitsUntilCount = commitsACount;
    const { index } = this.#store;
    this.#pinnedSpans = 0;
    this.#pinnedSize = 0;
    for (const id of index.traces.pins) {
      const slot = index.findTrace(wordsOfHex(id));
      if (slot < 0) continue;
      this.#pinnedSpans += index.traces.count[slot] as number;
      this.#pinnedSize += index.traces.size[slot] as number;
    }
  }
}
