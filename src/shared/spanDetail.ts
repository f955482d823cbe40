import type { SiteId, SpanId, TraceId } from './ids.ts';
import type { SpanKind, StatusCode } from './spanKind.ts';
import type { UnixNanoText } from './time.ts';

/** A value of an attribute (OTLP `AnyValue`), safe in JSON: numbers that JSON cannot hold are text. */
export type AttributeValue =
  | { readonly type: 'string'; readonly value: string }
  | { readonly type: 'bool'; readonly value: boolean }
  /** Decimal digits of an int64. */
  | { readonly type: 'int'; readonly value: string }
  /** As JavaScript prints it, so also `NaN` and `Infinity`. */
  | { readonly type: 'double'; readonly value: string }
  /** Base64. */
  | { readonly type: 'bytes'; readonly value: string }
  | { readonly type: 'array'; readonly value: readonly AttributeValue[] }
  | { readonly type: 'map'; readonly value: readonly Attribute[] }
  /** Sent without a value, or nested deeper than 32 levels. */
  | { readonly type: 'empty' };

export interface Attribute {
  readonly key: string;
  readonly value: AttributeValue;
}

export interface SpanEvent {
  readonly name: string;
  readonly timeUnixNano: UnixNanoText;
  readonly attributes: readonly Attribute[];
  readonly droppedAttributes: number;
}

export interface SpanLink {
  readonly traceId: TraceId;
  readonly spanId: SpanId;
  readonly traceState: string;
  readonly attributes: readonly Attribute[];
}

/** Everything that was sent of one span, decoded when somebody looks at it. */
export interface SpanDetail {
  readonly traceId: TraceId;
  readonly spanId: SpanId;
  readonly parentSpanId: SpanId | undefined;
  readonly traceState: string;
  readonly name: string;
  readonly kind: SpanKind;
  readonly status: StatusCode;
  readonly statusMessage: string;
  readonly startUnixNano: UnixNanoText;
  readonly endUnixNano: UnixNanoText;
  readonly site: SiteId;
  readonly attributes: readonly Attribute[];
  readonly events: readonly SpanEvent[];
  /** Exceptions that came as logs of this span (semantic conventions, "Exceptions in logs"), as events; empty where not asked for. */
  readonly exceptionLogs: readonly SpanEvent[];
  readonly links: readonly SpanLink[];
  readonly droppedAttributes: number;
  readonly droppedEvents: number;
  readonly droppedLinks: number;
  readonly service: string;
  readonly resource: readonly Attribute[];
  readonly scope: {
    readonly name: string;
    readonly version: string;
    readonly attributes: readonly Attribute[];
  };
}
