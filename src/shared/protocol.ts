import type { CollectorSettings } from './collectorSettings.ts';
import type { ExportFormat } from './exportFormat.ts';
import type { ForwardHealth } from './forward.ts';
import type { SiteId, SpanId, TraceId } from './ids.ts';
import type { ExemplarsQuery, MetricExemplars } from './metricExemplars.ts';
import type { Run, RunId, RunKind } from './run.ts';
import type { ServiceGraph, ServiceGraphQuery } from './serviceGraph.ts';
import type { Site, SpanRef } from './site.ts';
import type { SpanDetail } from './spanDetail.ts';
import type { UnixNanoText } from './time.ts';
import type { AttributeColumns, AttributeKey, AttributesQuery } from './traceAttributes.ts';
import type { TraceColumns } from './traceColumns.ts';
import type { LogsQuery, TraceLogs } from './traceLogs.ts';

/** Raised when two versions could misunderstand each other. */
export const protocolVersion = 4;

/**
 * What a client says first. `Hello`, `HelloAnswer`, the framing and the call `stop` stay as they are in every version, so that a newer
 * client can always end an older collector in its own words. The collector drops a connection that says anything else. */
export interface Hello {
  readonly protocol: number;
  readonly token: string;
  /** For people: `code 1.139.1, window 2`, `cli`. */
  readonly client: string;
}

/** Said to a client that is older than the collector: it must neither use nor end it. */
export const newerRunsSentence =
  'A newer Spanline runs here. Reload the window to use the updated extension.';

/** The collector's answer to `Hello`, the first frame of its side; after a refusal it closes the connection. */
export type HelloAnswer = { readonly ok: true } | { readonly ok: false; readonly reason: string };

/** Boundary collector ↔ clients: what the collector answers over its private socket. */
export interface CollectorApi {
  health(): Promise<Health>;
  /** Says that the client is alive. A client that says nothing for 30 s is let go; one that is well says this every 10 s. */
  ping(): Promise<void>;
  /** Changes how the collector keeps, samples and forwards. Rejects with a `UserError` that names what is wrong, and then changes nothing. */
  configure(settings: CollectorSettings): Promise<void>;
  /** Ends the run there is and begins another. */
  startRun(run: { readonly name: string; readonly kind: RunKind }): Promise<Run>;
  /** Ends a run; one that has ended or is unknown is left as it is. */
  endRun(run: { readonly id: RunId }): Promise<void>;
  /** Newest first: runs of which a trace is held, and the one that goes on; at most 200. */
  runs(): Promise<readonly Run[]>;
  /** Pinned traces stay whatever the budgets say; for ids that are not held nothing changes. */
  setPinned(pin: { readonly traceIds: readonly TraceId[]; readonly pinned: boolean }): Promise<void>;
  /** Measurements that name a trace or a span. */
  exemplars(query: ExemplarsQuery): Promise<MetricExemplars>;
  /** Newest first, by the start of the trace. */
  traces(query: TraceQuery): Promise<TracePage>;
  /** All spans of a trace, or `undefined` when there is none of that id. */
  trace(query: { readonly traceId: TraceId }): Promise<TraceColumns | undefined>;
  span(query: SpanQuery): Promise<SpanDetail | undefined>;
  /** Values of some attributes for all spans of a trace; `undefined` when there is none of that id. */
  attributes(query: AttributesQuery): Promise<AttributeColumns | undefined>;
  /** Keys of the attributes of a trace's spans, the most frequent first, at most 1,000. */
  attributeKeys(query: { readonly traceId: TraceId }): Promise<readonly AttributeKey[]>;
  /** Log records of a trace or a span. */
  logs(query: LogsQuery): Promise<TraceLogs>;
  /** Spans, also of other traces, that link to a span; at most 100, the latest first. */
  backLinks(query: SpanRef): Promise<readonly BackLink[]>;
  serviceGraph(query: ServiceGraphQuery): Promise<ServiceGraph>;
  /** Traces with the same root to compare a trace with. */
  comparable(query: { readonly traceId: TraceId }): Promise<Comparable>;
  /** All sites, or those that changed after the revision of an earlier answer. */
  sites(query: { readonly since?: number }): Promise<SitePage>;
  /** What surrounds the spans of some sites, told from the latest few of each; unknown sites are left out. */
  relatives(query: { readonly sites: readonly SiteId[] }): Promise<readonly SiteRelatives[]>;
  /** Spans of some sites, for "show the spans of this line". */
  siteSpans(query: SiteSpansQuery): Promise<SiteSpansPage>;
  /** The named traces, or all, in a format, a piece at a time: the pieces one after the other are one document. */
  export(query: ExportQuery): Promise<ExportPiece>;
  /**
   * Keeps what a file holds, told by the content: OTLP (JSON, one JSON a line, protobuf), Jaeger JSON, Zipkin JSON
   * (v1 and v2), each also in gzip or zstd. What is broken in it is left out and said.
   */
  import(file: { readonly bytes: Uint8Array }): Promise<ImportResult>;
  /** While paused, exports are refused as retryable and nothing is lost by senders that retry. */
  setPaused(state: { readonly paused: boolean }): Promise<void>;
  /** Forgets every trace and site. */
  clear(): Promise<void>;
  /** Ends the collector once its last write is done. Older collectors pass over the argument; without one a person has ended it. */
  stop(end?: { readonly reason: 'stopped' | 'replaced' }): Promise<void>;
}

/** Boundary collector ↔ clients: what the collector tells unasked. */
export interface CollectorEvents {
  /** At most ten a second, and only when something changed. */
  changed: CollectorChange;
  /** The last thing the collector says to this client, and why. */
  ending: { readonly reason: EndReason };
}

/**
 * `stopped`: a person ended it. `replaced`: a newer Spanline takes its place. `silent`: only this client was let go, because it
 * had said nothing for too long; the collector may go on.
 */
export type EndReason = 'stopped' | 'replaced' | 'silent';

export interface CollectorChange {
  /** Grows with every change. */
  readonly revision: number;
  readonly spans: number;
  readonly traces: number;
  /** Mean of the last second. */
  readonly spansPerSecond: number;
  /** Traces that gained spans since the last event, at most 1,000; more are said by `manyTraces`. */
  readonly changedTraces: readonly TraceId[];
  readonly manyTraces: boolean;
  /** Everything was forgotten since the last event. */
  readonly cleared: boolean;
  readonly paused: boolean;
}

export interface Health {
  readonly pid: number;
  readonly version: string;
  readonly protocol: number;
  /** `127.0.0.1:4317`. */
  readonly grpc: string;
  readonly http: string;
  readonly socket: string;
  readonly data: string;
  readonly startedUnixMillis: number;
  readonly clients: readonly string[];
  readonly paused: boolean;
  readonly spans: number;
  readonly traces: number;
  readonly sites: number;
  readonly spansPerSecond: number;
  readonly maxSpans: number;
  /** Spans of traces that went because of `maxSpans`. */
  readonly expiredSpans: number;
  readonly duplicateSpans: number;
  /** Requests, and single spans, that were malformed. */
  readonly refusedRequests: number;
  readonly refusedSpans: number;
  readonly lastRefusal: string | undefined;
  /** What was refused, by reason, the latest first; at most 20 reasons. */
  readonly refusals: readonly Refusal[];
  /** What was dropped on purpose, by reason: sampled out at the door, expired, given up by a forward. */
  readonly drops: readonly Drop[];
  /** All doors, those of other protocols too. */
  readonly receivers: readonly ReceiverHealth[];
  readonly forwards: readonly ForwardHealth[];
  /** What a person should know: `The store was damaged; it was kept aside as …`. Sentences. */
  readonly notices: readonly string[];
  readonly keepRunning: boolean;
  readonly maxDiskBytes: number;
  readonly sampleRatio: number;
  readonly pinnedTraces: number;
  readonly run: Run | undefined;
  readonly diskBytes: number;
  readonly indexBytes: number;
  readonly rssBytes: number;
  /** Batches of logs and metrics that are kept as they came. */
  readonly logBatches: number;
  readonly metricBatches: number;
}

/** One reason why requests or spans were not taken. */
export interface Refusal {
  readonly reason: string;
  readonly requests: number;
  readonly spans: number;
  /** Log records and metric data points. */
  readonly records?: number;
  readonly lastUnixMillis: number;
}

/** Spans that were let go on purpose. */
export interface Drop {
  /** `sampled out at the door`, `over the budget of spans`, `over the budget of disk`. */
  readonly reason: string;
  readonly spans: number;
  readonly traces: number;
}

/** A door through which spans come in. */
export interface ReceiverHealth {
  /** `OTLP/gRPC`, `OTLP/HTTP`, `Zipkin`, `Jaeger Thrift`, `Jaeger gRPC`. */
  readonly name: string;
  /** `127.0.0.1:9411`; missing where it is not open. */
  readonly address?: string;
  /** Why it is not open: a sentence. */
  readonly problem?: string;
}

export interface TraceQuery {
  readonly limit: number;
  readonly run?: RunId;
  readonly pinnedOnly?: boolean;
  /** Only these, as far as they are there. */
  readonly traceIds?: readonly TraceId[];
  /** Every word must occur in the root's name, a service, or the trace id; case does not matter. */
  readonly text?: string;
  readonly service?: string;
  readonly errorsOnly?: boolean;
  readonly minDurationNano?: number;
}

export interface TracePage {
  readonly revision: number;
  readonly traces: readonly TraceSummary[];
  /** How many match, and how many there are. */
  readonly matched: number;
  readonly total: number;
}

export interface TraceSummary {
  readonly traceId: TraceId;
  readonly version: number;
  /** Name of the root span; of the earliest span where the root is missing. */
  readonly root: string;
  /** Service of that span. */
  readonly service: string;
  readonly startUnixNano: UnixNanoText;
  readonly durationNano: number;
  readonly spans: number;
  readonly errors: number;
  readonly services: readonly string[];
  /** No root has come, or a span names a parent that has not. */
  readonly partial: boolean;
  /** No span without a parent has come. */
  readonly rootMissing: boolean;
  /** The run in which its first span came; missing where there was none. */
  readonly run?: RunId;
  readonly pinned?: boolean;
}

export interface SitePage {
  readonly revision: number;
  /** Whether all sites are here, so that others are to be forgotten. */
  readonly complete: boolean;
  readonly sites: readonly Site[];
}

/** A span that has a link to another. */
export interface BackLink extends SpanRef {
  readonly name: string;
  readonly service: string;
}

/** What a trace can be compared with: traces of the same root name and service, among the latest of them. */
export interface Comparable {
  /** Of the run before (the program started anew), the trace of median duration; `undefined` where there is none. */
  readonly previousRun: TraceSummary | undefined;
  /** Others of the same root, newest first, at most 50. */
  readonly others: readonly TraceSummary[];
}

export interface SpanQuery extends SpanRef {
  /** Exceptions are looked for in the logs as well, which means reading some of those. */
  readonly exceptionLogs?: boolean;
}

/** Sites around a site, of the same service, and never beyond a span of kind SERVER or CONSUMER. */
export interface SiteRelatives {
  readonly site: SiteId;
  /**
   * Chains of ancestors, nearest first, up to and with the first of kind SERVER or CONSUMER; distinct, the most
   * frequent first, at most 4.
   */
  readonly ancestors: readonly (readonly SiteId[])[];
  /** Below, nearest first, without what lies below another SERVER or CONSUMER; distinct, at most 32. */
  readonly descendants: readonly SiteId[];
  /**
   * `exception.stacktrace` of the latest failed span, of the innermost event or log that has one; Rust's array of
   * causes joined by line breaks.
   */
  readonly exceptionStack?: string;
  /** `exception.type: exception.message` of the same. */
  readonly exception?: string;
}

export interface SiteSpansQuery {
  readonly sites: readonly SiteId[];
  readonly order: 'slowest' | 'latest' | 'failedFirst';
  readonly limit: number;
}

export interface SiteSpansPage {
  readonly spans: readonly SiteSpan[];
  readonly matched: number;
}

export interface SiteSpan {
  readonly traceId: TraceId;
  readonly spanId: SpanId;
  readonly site: SiteId;
  readonly startUnixNano: UnixNanoText;
  readonly durationNano: number;
  readonly failed: boolean;
}

export interface ExportQuery {
  /** All traces where it is missing. */
  readonly traceIds?: readonly TraceId[];
  /** `otlp-json` where it is missing. */
  readonly format?: ExportFormat;
  /** `next` of the piece before; missing for the first. */
  readonly cursor?: string;
}

export interface ExportPiece {
  readonly bytes: Uint8Array;
  readonly next: string | undefined;
}

export interface ImportResult {
  readonly spans: number;
  readonly traceIds: readonly TraceId[];
  readonly refused: number;
  /** Sentences that say where in the file and why, at most 20. */
  readonly problems: readonly string[];
  /** Batches of logs that were kept as well; missing where there were none. */
  readonly logBatches?: number;
}
