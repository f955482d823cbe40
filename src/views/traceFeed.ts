import { type Disposable, DisposableStore } from '../shared/disposable.ts';
import type { Event } from '../shared/event.ts';
import type { TraceId } from '../shared/ids.ts';
import { packTrace } from '../shared/packedTrace.ts';
import type { CollectorChange } from '../shared/protocol.ts';
import { Throttle, type Timer } from '../shared/throttle.ts';
import type { TraceColumns } from '../shared/traceColumns.ts';
import type { ShownTrace } from '../shared/waterfallProtocol.ts';
import type { ServiceOrders } from './serviceOrders.ts';
import type { TraceCache } from './traceCache.ts';
import type { Log } from './userMessages.ts';

const updateMillis = 250;
/** No trace has it, so that the next answer is news in any case. */
const unknownVersion = -1;

export interface TraceFeedServices {
  readonly traces: Pick<TraceCache, 'trace'>;
  readonly serviceOrders: Pick<ServiceOrders, 'of'>;
  readonly onDidChange: Event<CollectorChange>;
  readonly onDidReconnect: Event<void>;
  readonly timer: Timer;
  readonly log: Log;
}

/** The page that is fed, and its tab. */
export interface FedPage {
  readonly visible: boolean;
  /** Takes a trace that it has not asked for yet. */
  take(traceId: TraceId, shown: ShownTrace): void;
  /** Hears that its trace is another one now; it asks for it when it likes. */
  hear(version: number): void;
  /** The trace was read: its name may be known now. `undefined` where it is not there or cannot be read. */
  nameAfter(columns: TraceColumns | undefined): void;
}

/** Brings a page its trace, before it asks where it can, and says when the trace has grown while it is seen. */
export class TraceFeed implements Disposable {
  readonly #services: TraceFeedServices;
  readonly #page: FedPage;
  readonly #owned = new DisposableStore();
  readonly #grown: Throttle;
  #traceId: TraceId;
  /** Version of the trace that the page has or was told of. */
  #version = 0;
  /** The trace that is being sent before the page asks; whether it was sent. */
  #sending: Promise<boolean> | undefined;

  constructor(traceId: TraceId, page: FedPage, services: TraceFeedServices) {
    this.#traceId = traceId;
    this.#page = page;
    this.#services = services;
    this.#grown = this.#owned.register(new Throttle(services.timer, updateMillis, () => this.#tellGrowth()));
    this.#owned.register(services.onDidChange((change) => this.#collectorChanged(change)));
    this.#owned.register(services.onDidReconnect(() => this.#collectorIsBack()));
    this.#begin();
  }

  get traceId(): TraceId {
    return this.#traceId;
  }

  /** Feeds another trace, or the same one from the beginning. */
  show(traceId: TraceId): void {
    this.#traceId = traceId;
    this.#version = 0;
    this.#begin();
  }

  /** The page was lost, and what was sent to it is gone. */
  forgetSent(): void {
    this.#sending = undefined;
  }

  /** Answers the page; `sent` where it has the trace already. */
  async answer(): Promise<ShownTrace | 'sent' | undefined> {
    const sending = this.#sending;
    this.#sending = undefined;
    return (await sending) === true ? 'sent' : await this.#read();
  }

  /** Any trace as pages take it. */
  async read(traceId: TraceId): Promise<ShownTrace | undefined> {
    const columns = await this.#services.traces.trace(traceId);
    return columns && this.#shown(columns);
  }

  dispose(): void {
    this.#owned.dispose();
  }

  #begin(): void {
    this.#sending = this.#sendAhead();
    void this.#name();
  }

  /** Whether the page was sent its trace. Where it cannot be read the page is told when it asks. */
  async #sendAhead(): Promise<boolean> {
    const traceId = this.#traceId;
    const shown = await this.#read().catch(() => undefined);
    if (shown === undefined || this.#traceId !== traceId || this.#owned.disposed) return false;
    this.#page.take(traceId, shown);
    return true;
  }

  async #read(): Promise<ShownTrace | undefined> {
    const columns = await this.#services.traces.trace(this.#traceId);
    if (columns === undefined) return undefined;
    this.#version = columns.version;
    return this.#shown(columns);
  }

  #shown(columns: TraceColumns): ShownTrace {
    return { packed: packTrace(columns), services: this.#services.serviceOrders.of(columns) };
  }

  #collectorChanged(change: CollectorChange): void {
    const mine = change.cleared || change.manyTraces || change.changedTraces.includes(this.#traceId);
    if (mine && this.#page.visible) this.#grown.request();
  }

  /** Perhaps another collector than before: whatever the page knows of its trace may be wrong. */
  #collectorIsBack(): void {
    this.#version = unknownVersion;
    if (this.#page.visible) this.#grown.request();
  }

  async #tellGrowth(): Promise<void> {
    try {
      const columns = await this.#services.traces.trace(this.#traceId);
      const version = columns?.version ?? 0;
      if (version === this.#version) return;
      this.#version = version;
      this.#page.hear(version);
      await this.#name();
    } catch (error) {
      this.#services.log.warn(`The trace could not be read again: ${String(error)}`);
    }
  }

  async #name(): Promise<void> {
    const columns = await this.#services.traces.trace(this.#traceId).catch(() => undefined);
    if (!this.#owned.disposed) this.#page.nameAfter(columns);
  }
}
