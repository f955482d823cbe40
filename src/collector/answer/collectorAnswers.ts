import { parseSpanId, parseTraceId, type SpanId, type TraceId } from '../../shared/ids.ts';
import type { CollectorApi, EndReason, Health, ReceiverHealth, TraceQuery } from '../../shared/protocol.ts';
import { UserError } from '../../shared/userError.ts';
import type { CollectorControls } from '../collectorControls.ts';
import type { Forwards } from '../forward/forwards.ts';
import type { Door } from '../receive/door.ts';
import { signal } from '../store/blockFile.ts';
import { wordsOfHex } from '../store/hexOfWords.ts';
import type { Intake } from '../store/intake.ts';
import type { TraceStore } from '../store/traceStore.ts';
import { attributeKeys } from './attributeKeys.ts';
import { backLinks } from './backLinks.ts';
import type { ChangeFeed } from './changeFeed.ts';
import { ComparableTraces } from './comparableTraces.ts';
import { LatestServiceGraph } from './latestServiceGraph.ts';
import { metricExemplars } from './metricExemplars.ts';
import { siteRelatives } from './siteRelatives.ts';
import { siteSpans } from './siteSpans.ts';
import { spanDetail } from './spanDetail.ts';
import { traceAttributes } from './traceAttributes.ts';
import { traceColumnsWithRests } from './traceColumns.ts';
import { exportPiece } from './traceExport.ts';
import { importTraces } from './traceImport.ts';
import type { TraceList } from './traceList.ts';
import { traceLogs } from './traceLogs.ts';
import { TraceOrders } from './traceOrders.ts';
import { TraceSnapshot } from './traceSnapshot.ts';

/** Where the collector runs and since when: what `health` says besides figures. */
export type Identity = Pick<
  Health,
  'pid' | 'version' | 'protocol' | 'grpc' | 'http' | 'socket' | 'data' | 'startedUnixMillis'
>;

/** What the answers are made from. */
export interface AnswerSources {
  readonly store: TraceStore;
  readonly list: TraceList;
  readonly intake: Intake;
  readonly door: Door;
  readonly feed: ChangeFeed;
  readonly controls: CollectorControls;
  readonly forwards: Forwards;
  receivers(): readonly ReceiverHealth[];
  identity(): Identity;
  clients(): readonly string[];
  stop(reason: EndReason): void;
}

/** Longest list of traces in one answer. */
const maxTraces = 10_000;

/** The collector's side of the protocol. */
export function collectorAnswers(sources: AnswerSources): CollectorApi {
  const { store, list, intake, door, feed, controls } = sources;
  const orders = new TraceOrders(store);
  const graph = new LatestServiceGraph(store, list);
  const comparable = new ComparableTraces(store, list);
  const forget = (): void => {
    list.forget();
    graph.forget();
  };
  store.file.state.onBroken = () => {
    intake.flush();
    store.mend();
    forget();
  };
  return {
    health: async () => health(sources),
    ping: async () => undefined,
    configure: async (settings) => {
      controls.configure(settings);
      feed.poke();
    },
    startRun: async ({ name, kind }) => store.runs.start(name, kind, Date.now()),
    endRun: async ({ id }) => store.runs.end(id, Date.now()),
    runs: async () => store.runs.list(),
    setPinned: async ({ traceIds, pinned }) => {
      const slots = traceIds.map((traceId) => slotOf(store, traceId)).filter((slot) => slot >= 0);
      store.setPinned(slots, pinned);
      feed.poke();
    },
    exemplars: async ({ traceId, spanId }) =>
      metricExemplars(store, {
        traceId: checked(traceId),
        ...(spanId === undefined ? {} : { spanId: checkedSpan(spanId) }),
      }),
    traces: async (query) => list.list(bounded(query)),
    trace: async ({ traceId }) => {
      const slot = slotOf(store, traceId);
      return slot < 0 ? undefined : traceColumnsWithRests(store, slot, orders);
    },
    span: async (query) => spanDetail(store, query),
    attributes: async ({ traceId, keys }) => {
      const slot = slotOf(store, traceId);
      return slot < 0 ? undefined : traceAttributes(new TraceSnapshot(store, slot, orders.of(slot)), keys);
    },
    attributeKeys: async ({ traceId }) => {
      const slot = slotOf(store, traceId);
      return slot < 0 ? [] : attributeKeys(new TraceSnapshot(store, slot, orders.of(slot)));
    },
    logs: async ({ traceId, spanId }) =>
      traceLogs(store, {
        traceId: checked(traceId),
        ...(spanId === undefined ? {} : { spanId: checkedSpan(spanId) }),
      }),
    backLinks: async ({ traceId, spanId }) =>
      backLinks(store, { traceId: checked(traceId), spanId: checkedSpan(spanId) }),
    serviceGraph: async ({ traceIds }) =>
      graph.of(traceIds === undefined ? {} : { traceIds: traceIds.map(checked) }),
    comparable: async ({ traceId }) => comparable.of(checked(traceId)),
    sites: async ({ since }) => sites(store, since),
    relatives: async ({ sites }) => siteRelatives(store, sites),
    siteSpans: async (query) => siteSpans(store, query),
    export: async (query) => exportPiece(store, query),
    import: ({ bytes }) => importTraces(intake, bytes),
    setPaused: async ({ paused }) => {
      door.paused = paused;
      feed.poke();
    },
    clear: async () => {
      intake.flush();
      store.clear();
      forget();
    },
    stop: async (end) => sources.stop(end?.reason === 'replaced' ? 'replaced' : 'stopped'),
  };
}

function sites(store: TraceStore, since: number | undefined): Awaited<ReturnType<CollectorApi['sites']>> {
  const complete = since === undefined || since < store.clearedAt || since > store.revision;
  const exists = (ref: Uint32Array): boolean => store.index.find(ref.subarray(0, 4), ref.subarray(4)) >= 0;
  const changed = store.index.sites.changedAfter(complete ? -1 : since, exists);
  return { revision: store.revision, complete, sites: changed };
}

function health(sources: AnswerSources): Health {
  const { store, door, feed, identity, clients, controls, forwards, receivers } = sources;
  const { index, file } = store;
  return {
    ...identity(),
    clients: clients(),
    paused: door.paused,
    spans: index.spanCount,
    traces: index.traces.live,
    sites: index.sites.count,
    spansPerSecond: feed.spansPerSecond,
    maxSpans: store.maxSpans,
    expiredSpans: store.expiredSpans,
    duplicateSpans: index.duplicateCount,
    refusedRequests: door.refused.requests,
    refusedSpans: door.refused.spans,
    lastRefusal: door.refused.last,
    refusals: door.refused.list(),
    drops: store.drops.list(),
    receivers: receivers(),
    forwards: forwards.health(),
    notices: [...file.notices, ...store.notices],
    keepRunning: controls.keepRunning,
    maxDiskBytes: store.maxDiskBytes,
    sampleRatio: controls.sampleRatio,
    pinnedTraces: store.pinnedTraces,
    run: store.runs.current,
    diskBytes: file.diskBytes,
    indexBytes: index.bytes + store.logs.bytes + store.exemplars.bytes,
    rssBytes: process.memoryUsage.rss(),
    logBatches: store.rawCount(signal.logs),
    metricBatches: store.rawCount(signal.metrics),
  };
}

function bounded(query: TraceQuery): TraceQuery {
  return { ...query, limit: Math.max(0, Math.min(query.limit, maxTraces)) };
}

function slotOf(store: TraceStore, traceId: TraceId): number {
  return store.index.findTrace(wordsOfHex(checked(traceId)));
}

function checked(traceId: TraceId): TraceId {
  const parsed = parseTraceId(traceId);
  if (parsed === undefined)
    throw new UserError(`"${traceId}" is no trace id: 32 hexadecimal digits are needed.`);
  return parsed;
}

function checkedSpan(spanId: SpanId): SpanId {
  const parsed = parseSpanId(spanId);
  if (parsed === undefined)
    throw new UserError(`"${spanId}" is no span id: 16 hexadecimal digits are needed.`);
  return parsed;
}
