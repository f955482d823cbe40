import type { TraceId } from '../../shared/ids.ts';
import type { CollectorChange } from '../../shared/protocol.ts';
import type { StoreListener, TraceStore } from '../store/traceStore.ts';

/** Ten events a second at most. */
const intervalMillis = 100;
const maxTold = 1_000;
/** The rate is the mean over so many intervals: one second. */
const rateIntervals = 10;

/** The part of the event that the feed knows. */
export type FeedChange = Pick<CollectorChange, 'changedTraces' | 'manyTraces' | 'cleared' | 'spansPerSecond'>;

/** Who hears of changes. */
export interface FeedAudience {
  /** A block was written: at once, not with the next event. */
  wrote(rowId: number, bytes: Uint8Array | undefined): void;
  isEmpty(): boolean;
  tell(change: FeedChange): void;
}

/** Gathers what changed and tells it, at most ten times a second and only when there is something. */
export class ChangeFeed implements StoreListener {
  readonly #audience: FeedAudience;
  readonly #changed = new Set<TraceId>();
  readonly #recent = new Array<number>(rateIntervals).fill(0);
  #manyTraces = false;
  #cleared = false;
  #dirty = false;
  #timer: NodeJS.Timeout | undefined;

  constructor(audience: FeedAudience) {
    this.#audience = audience;
  }

  /** Spans that came in the last second. */
  get spansPerSecond(): number {
    return this.#recent.reduce((sum, count) => sum + count, 0);
  }

  get wantsTraces(): boolean {
    return !this.#manyTraces && !this.#audience.isEmpty();
  }

  wrote(rowId: number, bytes?: Uint8Array): void {
    this.#audience.wrote(rowId, bytes);
  }

  traceChanged(traceId: TraceId): void {
    if (this.#changed.size < maxTold) this.#changed.add(traceId);
    else if (!this.#changed.has(traceId)) this.#manyTraces = true;
  }

  changed(newSpans: number): void {
    this.#recent[0] = (this.#recent[0] as number) + newSpans;
    this.poke();
  }

  cleared(): void {
    this.#changed.clear();
    this.#manyTraces = false;
    this.#cleared = true;
    this.poke();
  }

  /** Something else changed that the next event says. */
  poke(): void {
    this.#dirty = true;
    this.#timer ??= setInterval(() => this.#tick(), intervalMillis).unref();
  }

  dispose(): void {
    clearInterval(this.#timer);
    this.#timer = undefined;
  }

  #tick(): void {
    const rate = this.spansPerSecond;
    if (this.#dirty) this.#fire(rate);
    this.#recent.unshift(0);
    this.#recent.length = rateIntervals;
    if (rate > 0 && this.spansPerSecond === 0) this.#fire(0);
    else if (rate === 0 && !this.#dirty) this.dispose();
  }

  #fire(spansPerSecond: number): void {
    this.#dirty = false;
    const changedTraces = [...this.#changed];
    this.#audience.tell({
      changedTraces,
      manyTraces: this.#manyTraces,
      cleared: this.#cleared,
      spansPerSecond,
    });
    this.#changed.clear();
    this.#manyTraces = false;
    this.#cleared = false;
  }
}

/** The event for clients. */
export function collectorChange(store: TraceStore, paused: boolean, part: FeedChange): CollectorChange {
  const { spanCount, traces } = store.index;
  return { ...part, revision: store.revision, spans: spanCount, traces: traces.live, paused };
}
