import type { Evidence } from './evidence.ts';
import type { SiteId, SpanId, TraceId } from './ids.ts';
import type { SpanKind } from './spanKind.ts';

/** What `code.*` attributes say, old and new names read as one. */
export interface CodeAttributes {
  /** `code.file.path` or `code.filepath`, as it was sent. */
  readonly filePath?: string;
  /** 1-based. */
  readonly line?: number;
  /** 1-based. */
  readonly column?: number;
  /** `code.function.name`, or `code.namespace` and `code.function` apart. */
  readonly functionName?: string;
  readonly namespace?: string;
}

/** One span to look at, as the example of something. */
export interface SpanRef {
  readonly traceId: TraceId;
  readonly spanId: SpanId;
}

/**
 * The place a kind of span comes from: (service, scope, span name, kind, `code.*`, evidence). Thousands of spans share
 * one; it is what is resolved to a line. The figures are of the spans since the last clear.
 */
export interface Site {
  readonly id: SiteId;
  readonly service: string;
  readonly scope: string;
  readonly name: string;
  readonly kind: SpanKind;
  readonly code: CodeAttributes;
  readonly evidence: Evidence;
  readonly count: number;
  /** Spans whose status is error. */
  readonly errors: number;
  /** Quantiles of the duration, nanoseconds, within 2 % of the true value; `maxNano` is exact. */
  readonly p50Nano: number;
  readonly p95Nano: number;
  readonly p99Nano: number;
  readonly maxNano: number;
  readonly minNano: number;
  /** Counts in buckets of equal width on a logarithmic scale from the fastest to the slowest. */
  readonly histogram: readonly number[];
  readonly slowest: SpanRef | undefined;
  readonly latest: SpanRef | undefined;
  readonly latestFailed: SpanRef | undefined;
}
