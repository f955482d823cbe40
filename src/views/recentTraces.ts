import { messageOf } from '../shared/assert.ts';
import { type Disposable, DisposableStore } from '../shared/disposable.ts';
import { Emitter, type Event } from '../shared/event.ts';
import type { TraceId } from '../shared/ids.ts';
import type { CollectorApi, CollectorChange, TracePage, TraceSummary } from '../shared/protocol.ts';
import type { Run } from '../shared/run.ts';
import { Throttle, type Timer } from '../shared/throttle.ts';
import { formatTraceFilter, parseTraceFilter, type TraceFilter } from './traceFilter.ts';

/** Traces that the tree holds; of more it says how many there are. */
export const maxTraces = 500;
/** New rows push the others down: more often, and one cannot hit a row with the mouse. */
const updateMillis = 1000;

const noTraces: TracePage = { revision: 0, traces: [], matched: 0, total: 0 };

/** What differs from the page before, so that only that is drawn anew. */
export interface TracesChange {
  readonly page: TracePage;
  /** Traces came, went or changed places. */
  readonly reordered: boolean;
  readonly changed: readonly TraceSummary[];
}

export interface RecentTracesSource {
  readonly api: Pick<CollectorApi, 'traces'>;
  readonly onDidChange: Event<CollectorChange>;
  /** The collector was connected, lost or replaced. */
  readonly onDidReconnect: Event<void>;
}

/** The newest traces that pass the filter, kept up to date at most once a second. */
export class RecentTraces implements Disposable {
  readonly #source: RecentTracesSource;
  readonly #owned = new DisposableStore();
  readonly #changes = new Emitter<TracesChange>();
  readonly #update: Throttle;
  readonly #report: (problem: string) => void;
  readonly #runs: () => readonly Run[];
  #filter: TraceFilter = {};
  #page = noTraces;
  #byId = new Map<TraceId, TraceSummary>();

  readonly #filters = new Emitter<string>();

  readonly onDidChange = this.#changes.event;
  /** The filter as it would be typed. */
  readonly onDidChangeFilter = this.#filters.event;

  /** `runs` are those that a filter may name. */
  constructor(
    source: RecentTracesSource,
    timer: Timer,
    report: (problem: string) => void,
    runs: () => readonly Run[] = () => [],
  ) {
    this.#source = source;
    this.#runs = runs;
    this.#report = report;
    this.#update = this.#owned.register(new Throttle(timer, updateMillis, () => this.#refresh()));
    this.#owned.register(source.onDidChange(() => this.#update.request()));
    this.#owned.register(source.onDidReconnect(() => this.#update.request()));
  }

  get page(): TracePage {
    return this.#page;
  }

  get filter(): TraceFilter {
    return this.#filter;
  }

  /** As it would be typed; empty without a filter. */
  get filterText(): string {
    return formatTraceFilter(this.#filter, this.#runs());
  }

  set filterText(text: string) {
    this.filter = parseTraceFilter(text, this.#runs());
  }

  set filter(filter: TraceFilter) {
    this.#filter = filter;
    this.#filters.fire(this.filterText);
    this.#update.request();
  }

  /** Asks soon, because something was changed. */
  refresh(): void {
    this.#update.request();
  }

  find(traceId: TraceId): TraceSummary | undefined {
    return this.#byId.get(traceId);
  }

  dispose(): void {
    this.#owned.dispose();
    this.#changes.dispose();
    this.#filters.dispose();
  }

  async #refresh(): Promise<void> {
    try {
      this.#take(await this.#source.api.traces({ ...this.#filter, limit: maxTraces }));
    } catch (error) {
      this.#report(`The traces could not be read: ${messageOf(error)}`);
    }
  }

  #take(page: TracePage): void {
    const before = this.#page;
    const known = this.#byId;
    this.#page = page;
    this.#byId = new Map(page.traces.map((trace) => [trace.traceId, trace]));
    const reordered =
      page.traces.length !== before.traces.length ||
      page.traces.some((trace, i) => trace.traceId !== before.traces[i]?.traceId);
    const changed = page.traces.filter((trace) => isChanged(trace, known.get(trace.traceId)));
    const counted = page.total !== before.total || page.matched !== before.matched;
    if (reordered || counted || changed.length > 0) this.#changes.fire({ page, reordered, changed });
  }
}

/** A trace is pinned without a change to its spans. */
function isChanged(trace: TraceSummary, before: TraceSummary | undefined): boolean {
  return before?.version !== trace.version || before.pinned !== trace.pinned || before.run !== trace.run;
}
