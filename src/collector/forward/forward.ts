import type { Disposable } from '../../shared/disposable.ts';
import type { ForwardHealth, ForwardSettings } from '../../shared/forward.ts';
import { type Signal, signal } from '../store/blockFile.ts';
import { Delivery, type DeliveryParts } from './delivery.ts';
import { ForwardPlace, type Places } from './forwardPlace.ts';
import { isLoopback } from './loopback.ts';
import { LossNotes } from './lossNotes.ts';
import { signalNames } from './otlpHttpSender.ts';
import { Parcel } from './parcel.ts';
import { Patience } from './patience.ts';
import { type QueuedRow, RowQueue } from './rowQueue.ts';

/** Blocks wait so long for others to go with them, as in the Collector's batcher. */
const lingerMillis = 200;
/** More than this behind, a forward does not keep up. */
const nearBytes = 8 << 20;
/** With so much nothing waits for more. */
const fullParcelBytes = 1 << 20;
const mostParcelBytes = 2 << 20;
const mostParcelRows = 512;
/** Parcels on their way at once; a back end that does not answer well gets one. */
const mostParcels = 3;
const defaultWaitSeconds = 10;
const defaultQueueMegabytes = 64;

export interface ForwardParts extends DeliveryParts {
  readonly places: Places;
}

/**
 * Sends blocks to one back end, at least once each and about in their order. Its queue is a place in the store's file and the numbers of
 * the blocks behind it; only what is on its way is in memory.
 */
export class Forward implements Disposable {
  readonly settings: ForwardSettings;
  readonly #parts: ForwardParts;
  readonly #place: ForwardPlace;
  readonly #patience: Patience;
  readonly #delivery: Delivery;
  /** What follows its first row so late may be decided. */
  readonly #waitMillis: number;
  readonly #queue = new RowQueue();
  /** Those that were taken from the queue, in its order. */
  #parcels: Parcel[] = [];
  /** The last row that was told of, wanted or not. */
  #lastSeen: number;
  readonly #losses: LossNotes;
  #wake: { readonly at: number; readonly timer: Disposable } | undefined;
  #disposed = false;

  /** `place` is where it was. */
  constructor(settings: ForwardSettings, parts: ForwardParts, place: number) {
    this.settings = settings;
    this.#parts = parts;
    this.#place = new ForwardPlace(parts.places, settings.name, () => this.place);
    this.#losses = new LossNotes(() => parts.clock.now());
    this.#lastSeen = place;
    this.#patience = new Patience(parts.clock, isLoopback(new URL(settings.endpoint).hostname));
    this.#delivery = new Delivery(settings, parts, this.#patience, this.#losses);
    const isChoosy = (settings.policies?.length ?? 0) > 0;
    this.#waitMillis = isChoosy ? (settings.decisionWaitSeconds ?? defaultWaitSeconds) * 1_000 : 0;
  }

  /** All rows up to this one are settled. */
  get place(): number {
    const next = this.#parcels.find(({ rows }) => rows.length > 0)?.firstRow ?? this.#queue.first?.rowId;
    return next === undefined ? this.#lastSeen : next - 1;
  }

  /** So near to what comes that it needs not read it from the file. */
  get isKeepingUp(): boolean {
    return this.#waitMillis === 0 && this.#patience.trouble === 'none' && this.#queuedBytes < nearBytes;
  }

  get hasFailed(): boolean {
    return this.#patience.trouble === 'failed';
  }

  /** A block was written; rows come in their order. */
  add(row: QueuedRow): void {
    this.#lastSeen = row.rowId;
    if (!this.#wants(row.signal)) {
      this.#place.moved();
      return;
    }
    this.#queue.push(row);
    this.#keepLimit();
    this.#schedule();
  }

  /** A block was written that goes to nobody. */
  passOver(rowId: number): void {
    this.#lastSeen = rowId;
    this.#place.moved();
  }

  /** Sends a request without spans, which is a success in OTLP, so that a person hears at once whether the back end answers. */
  greet(): void {
    const kind = [signal.traces, signal.logs, signal.metrics].find((one) => this.#wants(one));
    if (kind === undefined || this.#queue.length > 0 || this.#parcels.length > 0) return;
    const parcel = new Parcel([]);
    parcel.requests = [{ signal: kind, bytes: new Uint8Array(), spans: 0 }];
    this.#parcels.push(parcel);
    this.#start(parcel);
  }

  health(): ForwardHealth {
    const { name, protocol, endpoint } = this.settings;
    const { lastSentUnixMillis, ...counts } = this.#parts.counts;
    const problem = this.#patience.problem ?? this.#losses.latest;
    return {
      name,
      protocol,
      endpoint,
      state: this.#state(),
      ...(problem === undefined ? {} : { problem }),
      ...counts,
      queuedBytes: this.#queuedBytes,
      ...(lastSentUnixMillis === undefined ? {} : { lastSentUnixMillis }),
    };
  }

  /** Writes its place now. */
  save(): void {
    this.#place.save();
  }

  /** Waits for nothing: what is on its way is sent again after the next start. */
  dispose(): void {
    if (this.#disposed) return;
    this.save();
    this.abandon();
  }

  /** Ends without a trace: another goes on in its place. */
  abandon(): void {
    this.#disposed = true;
    this.#wake?.timer.dispose();
    this.#place.dispose();
    for (const { rows } of this.#parcels) this.#parts.reader.release(rows, false);
    this.#delivery.dispose();
  }

  #wants(kind: Signal): boolean {
    const { signals, protocol } = this.settings;
    if (this.#delivery.untaken.has(kind)) return false;
    if (protocol === 'zipkin' && kind !== signal.traces) return false;
    return signals === undefined || signals.includes(signalNames[kind]);
  }

  #state(): ForwardHealth['state'] {
    if (this.#patience.trouble !== 'none') return this.#patience.trouble;
    return this.#parcels.length > 0 ? 'sending' : 'idle';
  }

  get #queuedBytes(): number {
    return this.#parcels.reduce((sum, parcel) => sum + parcel.bytes, this.#queue.bytes);
  }

  /** Gives up the oldest that is not just on its way. */
  #keepLimit(): void {
    const limit = (this.settings.queueMegabytes ?? defaultQueueMegabytes) * 1e6;
    if (this.#queuedBytes <= limit) return;
    while (this.#queuedBytes > limit) {
      const waiting = this.#parcels.find(({ state }) => state === 'waiting');
      if (waiting !== undefined) this.#remove(waiting);
      const lost = waiting ?? this.#queue.shift();
      if (lost === undefined) break;
      this.#delivery.drop(lost.spans);
    }
    this.#losses.add(`More than ${limit / 1e6} MB waited: the oldest was given up.`);
    this.#place.moved();
  }

  /** Sees to it that the next thing is done in time. */
  #schedule(): void {
    if (this.#disposed) return;
    const at = this.#dueAt();
    if (at === Number.POSITIVE_INFINITY || (this.#wake !== undefined && this.#wake.at <= at)) return;
    this.#wake?.timer.dispose();
    const { clock } = this.#parts;
    this.#wake = { at, timer: clock.after(Math.max(0, at - clock.now()), () => this.#go()) };
  }

  /** When there is something to do. */
  #dueAt(): number {
    const isReady = this.#busy < this.#mostBusy;
    const hasWaiting = this.#parcels.some(({ state }) => state === 'waiting');
    const { first } = this.#queue;
    if (!isReady || (!hasWaiting && (first === undefined || this.#parcels.length >= this.#mostBusy)))
      return Number.POSITIVE_INFINITY;
    if (hasWaiting || first === undefined || this.#hasFullParcel) return this.#patience.retryAt;
    return Math.max(this.#patience.retryAt, first.committedAt + this.#waitMillis + lingerMillis);
  }

  get #hasFullParcel(): boolean {
    return this.#waitMillis === 0 && this.#queue.bytes >= fullParcelBytes;
  }

  get #busy(): number {
    return this.#parcels.reduce((sum, { state }) => sum + (state === 'busy' ? 1 : 0), 0);
  }

  get #mostBusy(): number {
    return this.#patience.trouble === 'none' ? mostParcels : 1;
  }

  #go(): void {
    if (this.#disposed) return;
    this.#wake?.timer.dispose();
    this.#wake = undefined;
    if (this.#parts.clock.now() >= this.#patience.retryAt) {
      for (const parcel of this.#parcels) {
        if (this.#busy >= this.#mostBusy) break;
        if (parcel.state === 'waiting') this.#start(parcel);
      }
      while (this.#parcels.length < this.#mostBusy) {
        const rows = this.#takeRows();
        if (rows.length === 0) break;
        const parcel = new Parcel(rows);
        this.#parcels.push(parcel);
        this.#start(parcel);
      }
    }
    this.#schedule();
  }

  /** The next rows that are due, as many as go together. */
  #takeRows(): QueuedRow[] {
    const rows: QueuedRow[] = [];
    const isDue = this.#parts.clock.now() - this.#waitMillis;
    let bytes = 0;
    for (let row = this.#queue.first; row !== undefined; row = this.#queue.first) {
      const isTooMuch = bytes > 0 && bytes + row.bytes > mostParcelBytes;
      if (row.committedAt > isDue || isTooMuch || rows.length === mostParcelRows) break;
      bytes += row.bytes;
      rows.push(row);
      this.#queue.shift();
    }
    return rows;
  }

  #start(parcel: Parcel): void {
    parcel.state = 'busy';
    void this.#delivery.bring(parcel).then(() => {
      if (this.#disposed) return;
      if (parcel.state === 'done') this.#remove(parcel);
      this.#place.moved();
      this.#go();
    });
  }

  #remove(parcel: Parcel): void {
    this.#parcels = this.#parcels.filter((other) => other !== parcel);
    this.#parts.reader.release(parcel.rows, parcel.isRead && parcel.state === 'done');
  }
}
