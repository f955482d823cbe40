import { isDeepStrictEqual } from 'node:util';
import { messageOf } from '../../shared/assert.ts';
import type { ForwardHealth, ForwardSettings } from '../../shared/forward.ts';
import { UserError } from '../../shared/userError.ts';
import { TracePolicies } from '../sampling/tracePolicies.ts';
import { type BlockRow, origin, signal } from '../store/blockFile.ts';
import { dropReasons } from '../store/dropCounts.ts';
import type { TraceStore } from '../store/traceStore.ts';
import { version } from '../version.ts';
import { checkForwards, checkHeaderValues } from './checkForwards.ts';
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
/** Windows tell their settings within seconds; where none has, there are no forwards. */
const mostStartMillis = 60_000;

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
  readonly #startedAt: number;
  #settings: readonly ForwardSettings[] = [];
  #isConfigured = false;
  /** Those that are enabled, by name. */
  #running = new Map<string, Forward>();
  /** Sentences about those that cannot begin as they are, by name. */
  #faults: ReadonlyMap<string, string> = new Map();
  /** Since the start, also of those that were changed meanwhile. */
  readonly #counts = new Map<string, ForwardCounts>();

  constructor(store: TraceStore, options: ForwardsOptions = {}) {
    this.#store = store;
    this.#options = options;
    this.#startedAt = this.#clock.now();
  }

  /**
   * Takes the forwards as they shall be; throws a `UserError` that names what is wrong, and then changes nothing. One that is well formed
   * but cannot begin, because of a file or the value of a header, has failed by itself. Those that are as they were keep their connections,
   * unless they have failed: these try again at once.
   */
  configure(settings: readonly ForwardSettings[]): void {
    checkForwards(settings, this.#options.ownAddresses?.() ?? []);
    const plans = settings.map((forward) => this.#planned(this.#completed(forward)));
    const begun = this.#beginAll(plans);
    const before = this.#running;
    this.#isConfigured = true;
    this.#settings = plans.map((plan) => plan.settings);
    this.#faults = new Map(plans.flatMap(({ settings: { name }, fault }) => (fault ? [[name, fault]] : [])));
    this.#running = new Map(
      plans.flatMap(({ settings: { name }, running }) => {
        const forward = running ?? begun.get(name);
        return forward === undefined ? [] : [[name, forward]];
      }),
    );
    this.#endReplaced(before, begun);
    if (this.#options.greets !== false) for (const forward of begun.values()) forward.greet();
    this.#forgetOthers(new Set(settings.map(({ name }) => name)));
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
    const { file } = this.#store;
    // After a restart nobody has said yet which forwards there are; those that there were may still want what waits for them.
    if (!this.#isConfigured && this.#clock.now() - this.#startedAt < mostStartMillis)
      return file.leastForwardPlace;
    let settled = Number.POSITIVE_INFINITY;
    for (const { name } of this.#settings) {
      // One that is off gets what was received meanwhile once it is on again.
      const place = this.#running.get(name)?.place ?? file.forwardPlace(name);
      settled = Math.min(settled, place ?? Number.POSITIVE_INFINITY);
    }
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

  /** A window that lacks a secret must not end what another window, which has it, has begun. */
  #completed(settings: ForwardSettings): ForwardSettings {
    const known = this.#running.get(settings.name)?.settings;
    if (settings.unresolved !== true || known === undefined) return settings;
    return isDeepStrictEqual(withoutHeaders(known), withoutHeaders(settings)) ? known : settings;
  }

  /** Reads and checks what may be wrong, before anything is changed. */
  #planned(settings: ForwardSettings): Plan {
    if (settings.enabled === false || settings.unresolved === true) return { settings };
    const running = this.#running.get(settings.name);
    if (running !== undefined && !running.hasFailed && isDeepStrictEqual(running.settings, settings))
      return { settings, running };
    const policies = new TracePolicies(this.#store, settings.policies ?? []);
    try {
      checkHeaderValues(settings);
      const tls = readForwardTls(settings);
      return { settings, begin: () => this.#begin(settings, policies, tls) };
    } catch (error) {
      if (error instanceof UserError) return { settings, fault: error.message };
      throw error;
    }
  }

  /** All that are new, or none: those that run go on until these do. */
  #beginAll(plans: readonly Plan[]): ReadonlyMap<string, Forward> {
    const begun = new Map<string, Forward>();
    try {
      for (const { settings, begin } of plans) if (begin !== undefined) begun.set(settings.name, begin());
      return begun;
    } catch (error) {
      for (const forward of begun.values()) forward.abandon();
      throw error;
    }
  }

  /** The place of one that another follows is the other's by now. */
  #endReplaced(before: ReadonlyMap<string, Forward>, begun: ReadonlyMap<string, Forward>): void {
    for (const [name, forward] of before) {
      if (begun.has(name)) forward.abandon();
      else if (this.#running.get(name) !== forward) forward.dispose();
    }
  }

  /** One that is added again under the name of one that was removed is new: it does not get what was received in between. */
  #forgetOthers(names: ReadonlySet<string>): void {
    try {
      this.#store.file.removeForwardPlaces(names);
    } catch (error) {
      process.stderr.write(`The places of removed forwards could not be removed: ${messageOf(error)}\n`);
    }
  }

  #begin(settings: ForwardSettings, policies: TracePolicies, tls: ForwardTls | undefined): Forward {
    const { file } = this.#store;
    const before = this.#running.get(settings.name);
    before?.save();
    const place = file.forwardPlace(settings.name) ?? before?.place ?? this.#firstPlace(settings.name);
    const sender = senderOf(settings, tls);
    const choice = policies.isEmpty ? undefined : new TraceChoice(() => this.#store.index, policies);
    const reader = new ParcelReader(file, choice, sender.requestBytes, this.#recent);
    const counts = this.#countsOf(settings.name);
    const dropped = (spans: number): void => this.#store.drops.add(dropReasons.forward, spans, 0);
    const parts = { sender, reader, places: file, clock: this.#clock, counts, dropped };
    const forward = new Forward(settings, parts, place);
    this.#addWaiting(forward, place);
    return forward;
  }

  /** A new forward gets what comes from now on. */
  #firstPlace(name: string): number {
    const place = this.#store.file.lastRowId;
    try {
      this.#store.file.setForwardPlace(name, place);
    } catch (error) {
      // It is written with the first move.
      process.stderr.write(`The place of the forward "${name}" could not be written: ${messageOf(error)}\n`);
    }
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

  #healthOfIdle({ name, protocol, endpoint, unresolved, enabled }: ForwardSettings): ForwardHealth {
    const fault = this.#faults.get(name);
    const problem = fault ?? (unresolved === true && enabled !== false ? unresolvedProblem : undefined);
    const { lastSentUnixMillis, ...counts } = this.#countsOf(name);
    const last = lastSentUnixMillis === undefined ? {} : { lastSentUnixMillis };
    const state = fault === undefined ? 'off' : 'failed';
    const why = problem === undefined ? {} : { problem };
    return { name, protocol, endpoint, state, ...why, ...counts, queuedBytes: 0, ...last };
  }
}

const unresolvedProblem =
  'A secret or a variable that its headers name is not known. Add the forward again to enter the secret, or set the variable where VS Code runs.';

/** A forward as it shall be: one that runs, how to begin it, or why it cannot. It is off where it has none of these. */
interface Plan {
  readonly settings: ForwardSettings;
  readonly running?: Forward;
  readonly begin?: () => Forward;
  readonly fault?: string;
}

function withoutHeaders({ headers: _, unresolved: __, ...others }: ForwardSettings): unknown {
  return others;
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
