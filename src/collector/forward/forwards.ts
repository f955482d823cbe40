import { isDeepStrictEqual } from 'node:util';
import type { ForwardHealth, ForwardSettings } from '../../shared/forward.ts';
import { TracePolicies } from '../sampling/tracePolicies.ts';
import { type BlockRow, origin, signal } from '../store/blockFile.ts';
import { dropReasons } from '../store/dropCounts.ts';
import type { TraceStore } from '../store/traceStore.ts';
import { version } from '../version.ts';
import { checkForwards } from './checkForwards.ts';
import { type Clock, systemClock } from './clock.ts';
import type { ForwardCounts } from './delivery.ts';
import { Forward } from './forward.ts';
import { type ForwardTls, readForwardTls } from './forwardTls.ts';
import { GrpcSender } from './grpcSender.ts';
import { HttpPost } from './httpPost.ts';
import { isLoopback } from './loopback.ts';
import { OtlpHttpSender } from './otlpHttpSender.ts';
import { ParcelReader } from './parcelReader.ts';
import { RecentBlocks } from './recentBlocks.ts';
import type { Sender } from './sender.ts';
import { TraceChoice } from './traceChoice.ts';
import { ZipkinSender } from './zipkinSender.ts';

/** Rows that are looked at in one go when a forward begins. */
const rowsAtOnce = 1_000;

export interface ForwardsOptions {
  /** Addresses of this collector's own receivers: `127.0.0.1:4317`. */
  ownAddresses?(): readonly string[];
  readonly clock?: Clock;
  /** Whether a back end is asked at once if it answers. It is where this is missing. */
  readonly greets?: boolean;
}

/**
 * Everything that is sent on to other back ends. A forward is a place in the store's file up to which blocks were sent: nothing is
 * written twice, what waits survives a restart, and a back end that is dead costs nothing but that place.
 */
export class Forwards {
  readonly #store: TraceStore;
  readonly #options: ForwardsOptions;
  readonly #recent = new RecentBlocks();
  #settings: readonly ForwardSettings[] = [];
  #isConfigured = false;
  /** Those that are enabled, by name. */
  #running = new Map<string, Forward>();
  /** Since the start, also of those that were changed meanwhile. */
  readonly #counts = new Map<string, ForwardCounts>();

  constructor(store: TraceStore, options: ForwardsOptions = {}) {
    this.#store = store;
    this.#options = options;
  }

  /**
   * Takes the forwards as they shall be; throws a `UserError` that names what is wrong, and then changes nothing. Those that are as they
   * were keep their connections, unless they have failed: these try again at once.
   */
  configure(settings: readonly ForwardSettings[]): void {
    checkForwards(settings, this.#options.ownAddresses?.() ?? []);
    this.#isConfigured = true;
    const made = settings.filter(({ enabled }) => enabled !== false).map((forward) => this.#planned(forward));
    const before = this.#running;
    const kept = new Set(made.flatMap((plan) => (plan.running === undefined ? [] : [plan.running])));
    for (const forward of before.values()) if (!kept.has(forward)) forward.dispose();
    this.#settings = settings;
    this.#running = new Map(made.map((plan) => [plan.settings.name, plan.running ?? plan.begin()]));
  }

  /** A block was written; `bytes` are its, where they are at hand, until this returns. Cheap: it is called at each commit. */
  committed(rowId: number, bytes?: Uint8Array): void {
    if (this.#running.size === 0) return;
    const [row] = this.#store.file.rowsAfter(rowId - 1, 1);
    if (row?.rowId !== rowId) return;
    const spans = row.signal === signal.traces ? this.#store.index.committedSpans : 0;
    const now = this.#clock.now();
    const running = [...this.#running.values()];
    if (bytes !== undefined && running.some(({ isKeepingUp }) => isKeepingUp))
      this.#recent.keep(rowId, bytes);
    for (const forward of running) add(forward, row, spans, now);
  }

  /** The last block that every forward is done with: blocks behind it must not be put together or rewritten. */
  get settledUpTo(): number {
    // After a restart nobody has said yet which forwards there are; those that there were may still want what waits for them.
    if (!this.#isConfigured) return this.#store.file.leastForwardPlace;
    let settled = Number.POSITIVE_INFINITY;
    for (const { place } of this.#running.values()) settled = Math.min(settled, place);
    return settled;
  }

  health(): readonly ForwardHealth[] {
    return this.#settings.map(
      (settings) => this.#running.get(settings.name)?.health() ?? this.#healthOfIdle(settings),
    );
  }

  dispose(): void {
    for (const forward of this.#running.values()) forward.dispose();
    this.#running.clear();
    this.#recent.dispose();
  }

  get #clock(): Clock {
    return this.#options.clock ?? systemClock;
  }

  /** Reads and checks what may be wrong, before anything is changed. */
  #planned(settings: ForwardSettings): Plan {
    const running = this.#running.get(settings.name);
    if (running !== undefined && !running.hasFailed && isDeepStrictEqual(running.settings, settings))
      return { settings, running, begin: () => running };
    const policies = new TracePolicies(this.#store, settings.policies ?? []);
    const tls = readForwardTls(settings);
    return { settings, running: undefined, begin: () => this.#begin(settings, policies, tls) };
  }

  #begin(settings: ForwardSettings, policies: TracePolicies, tls: ForwardTls | undefined): Forward {
    const { file } = this.#store;
    const place = file.forwardPlace(settings.name) ?? this.#firstPlace(settings.name);
    const sender = senderOf(settings, tls);
    const choice = policies.isEmpty ? undefined : new TraceChoice(() => this.#store.index, policies);
    const reader = new ParcelReader(file, choice, sender.requestBytes, this.#recent);
    const counts = this.#countsOf(settings.name);
    const dropped = (spans: number): void => this.#store.drops.add(dropReasons.forward, spans, 0);
    const parts = { sender, reader, places: file, clock: this.#clock, counts, dropped };
    const forward = new Forward(settings, parts, place);
    this.#addWaiting(forward, place);
    if (this.#options.greets !== false) forward.greet();
    return forward;
  }

  /** A new forward gets what comes from now on. */
  #firstPlace(name: string): number {
    const place = this.#store.file.lastRowId;
    this.#store.file.setForwardPlace(name, place);
    return place;
  }

  /** What was written since it sent last. */
  #addWaiting(forward: Forward, place: number): void {
    const spans = this.#spansAfter(place);
    for (let last = place; ; ) {
      const rows = this.#store.file.rowsAfter(last, rowsAtOnce);
      for (const row of rows) add(forward, row, spans.get(row.rowId) ?? 0, Number.NEGATIVE_INFINITY);
      last = rows.at(-1)?.rowId ?? last;
      if (rows.length < rowsAtOnce) break;
    }
  }

  /** Spans that the index has of each block behind a row. */
  #spansAfter(place: number): ReadonlyMap<number, number> {
    const { rowId, live } = this.#store.index.blocks;
    const spans = new Map<number, number>();
    for (let i = 0; i < rowId.length; i++) {
      const row = rowId[i] as number;
      if (row > place) spans.set(row, (spans.get(row) ?? 0) + (live[i] as number));
    }
    return spans;
  }

  #countsOf(name: string): ForwardCounts {
    const counts = this.#counts.get(name) ?? {
      sentSpans: 0,
      droppedSpans: 0,
      rejectedSpans: 0,
      sampledOutSpans: 0,
      lastSentUnixMillis: undefined,
    };
    this.#counts.set(name, counts);
    return counts;
  }

  #healthOfIdle({ name, protocol, endpoint }: ForwardSettings): ForwardHealth {
    const { lastSentUnixMillis, ...counts } = this.#countsOf(name);
    const last = lastSentUnixMillis === undefined ? {} : { lastSentUnixMillis };
    return { name, protocol, endpoint, state: 'off', ...counts, queuedBytes: 0, ...last };
  }
}

/** A forward as it shall be: one that runs, or how to begin it. */
interface Plan {
  readonly settings: ForwardSettings;
  readonly running: Forward | undefined;
  begin(): Forward;
}

/** Only what was received goes on: what a person imported is theirs, and what was rewritten has been sent. */
function add(forward: Forward, row: BlockRow, spans: number, committedAt: number): void {
  const { rowId, length } = row;
  if (row.origin !== origin.received) forward.passOver(rowId);
  else forward.add({ rowId, signal: row.signal, bytes: length, spans, committedAt });
}

/** Compressing costs more than it saves where nothing leaves the machine. */
function senderOf(settings: ForwardSettings, tls: ForwardTls | undefined): Sender {
  const { headers = {}, compression } = settings;
  const endpoint = new URL(settings.endpoint);
  const compress = compression === undefined ? !isLoopback(endpoint.hostname) : compression === 'gzip';
  if (settings.protocol === 'otlp/grpc') return new GrpcSender(endpoint, { headers, compress, tls });
  const names = Object.keys(headers).map((name) => name.toLowerCase());
  const post = new HttpPost(endpoint, {
    headers: { 'user-agent': `Spanline/${version}`, ...headers },
    compress,
    tls,
  });
  return settings.protocol === 'zipkin'
    ? new ZipkinSender(endpoint, names, post)
    : new OtlpHttpSender(endpoint, names, post);
}
