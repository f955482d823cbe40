import type { TraceId } from './ids.ts';
import type { UnixNanoText } from './time.ts';

/**
 * One trace as columns: entry `i` of each array belongs to the span with `SpanIndex` `i`. Spans stand in
 * depth-first order (a span, then its whole subtree; siblings by start time, then by span id), so that the
 * subtree of `i` is the range `[i, i + subtree[i])` and skipping it is one addition.
 *
 * Spans without a parent come first level (`parent` −1, `depth` 0), and so do spans whose parent is not in
 * the trace: those carry the flag `missingParent`. There may be any number of them; those that name the same parent
 * stand together, where the earliest of them belongs. A span that is its own ancestor (a cycle in the data) is cut
 * loose in the same way.
 *
 * Each array has a buffer of its own of exactly its size, so that it crosses `postMessage` without extra bytes.
 */
export interface TraceColumns {
  readonly traceId: TraceId;
  /** Grows by each change of the trace. Two answers with the same version are equal. */
  readonly version: number;
  /** Earliest start of any of its spans. */
  readonly startUnixNano: UnixNanoText;
  /** From the earliest start to the latest end. */
  readonly durationNano: number;
  /** Number of spans, the length of each column. */
  readonly count: number;
  /** 8 bytes a span: `spanId[8 * i] … spanId[8 * i + 7]`. */
  readonly spanId: Uint8Array;
  /** The parent span id as it was sent, 8 bytes a span, zeros where there was none. */
  readonly parentSpanId: Uint8Array;
  /** `SpanIndex` of the parent, −1 on the first level. */
  readonly parent: Int32Array;
  readonly depth: Uint32Array;
  /** Number of spans in the subtree, the span itself included. */
  readonly subtree: Uint32Array;
  /** Nanoseconds from the trace's start. */
  readonly start: Float64Array;
  /** Nanoseconds; 0 where the end was before the start (then the flag `endBeforeStart` is set). */
  readonly duration: Float64Array;
  /** Indexes into `strings`. */
  readonly name: Uint32Array;
  readonly service: Uint32Array;
  readonly scope: Uint32Array;
  /** Status message or exception message, else what says most of the span (route, statement, …); 0 is `''`. */
  readonly note: Uint32Array;
  /** `SpanKind` as on the wire: 0 unspecified, 1 internal, 2 server, 3 client, 4 producer, 5 consumer. */
  readonly kind: Uint8Array;
  /** `StatusCode` as on the wire: 0 unset, 1 ok, 2 error. */
  readonly status: Uint8Array;
  /** Bits of `spanFlags`. */
  readonly flags: Uint8Array;
  /** `SiteId` of the span. */
  readonly site: Uint32Array;
  /** Events of all spans in span order: those of `i` are `[eventOffset[i], eventOffset[i + 1])`. */
  readonly eventOffset: Uint32Array;
  /** Nanoseconds from the trace's start, one entry an event. */
  readonly eventTime: Float64Array;
  /** The texts that the columns point at; entry 0 is the empty text. */
  readonly strings: readonly string[];
  /** How many spans came more than once and are counted once. */
  readonly duplicates: number;
}

/** Bits of the column `flags`. */
export const spanFlags = {
  /** The span names a parent that is not in the trace. */
  missingParent: 1,
  /** One of its events is an exception. */
  exception: 2,
  links: 4,
  /** It ended before it started, by its own clock; drawn with no duration. */
  endBeforeStart: 8,
  /** Its parent chain came back to itself and was cut here. */
  cycle: 16,
} as const;
