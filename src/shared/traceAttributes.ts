import type { TraceId } from './ids.ts';

/** Boundary: which attributes of a trace's spans somebody wants as columns. */
export interface AttributesQuery {
  readonly traceId: TraceId;
  /**
   * At most 32 keys. A plain key is looked for among the span's attributes, then its scope's, then its resource's;
   * `resource.KEY` and `scope.KEY` only there.
   */
  readonly keys: readonly string[];
}

/** Values by span, in the order of `TraceColumns` of the same version. */
export interface AttributeColumns {
  readonly traceId: TraceId;
  readonly version: number;
  /** One for each key that was asked for, in that order. */
  readonly columns: readonly AttributeColumn[];
}

export interface AttributeColumn {
  readonly key: string;
  /** Index into `values` by span, plus one; 0 where the span does not have the attribute. */
  readonly value: Uint32Array;
  /** Distinct values as text: arrays and maps as JSON, bytes as base64. Cut at 1,000 characters with `…`. */
  readonly values: readonly string[];
}

/** A key that spans of a trace have, for completion and for choosing columns. */
export interface AttributeKey {
  readonly key: string;
  readonly from: 'span' | 'scope' | 'resource';
  /** How many spans have it. */
  readonly spans: number;
  /** Its most frequent values, at most 20, the most frequent first. */
  readonly values: readonly string[];
  /** How many distinct values there are; counting ends at 1,000. */
  readonly distinct: number;
}
