import type { SpanId, TraceId } from './ids.ts';
import type { Attribute } from './spanDetail.ts';
import type { UnixNanoText } from './time.ts';

/** Boundary: log records that carry a trace's id. */
export interface LogsQuery {
  readonly traceId: TraceId;
  /** Only those of this span. */
  readonly spanId?: SpanId;
}

export interface TraceLogs {
  /** By time. */
  readonly records: readonly LogRecord[];
  /** Whether all logs near the trace were looked at; false where there are too many of them. */
  readonly complete: boolean;
}

/** A record of OTLP logs. */
export interface LogRecord {
  /** Observed time where the record names no other. */
  readonly timeUnixNano: UnixNanoText;
  /** `undefined` where the record names no span. */
  readonly spanId: SpanId | undefined;
  /** 1 to 24 (OTLP `SeverityNumber`); 0 unspecified. */
  readonly severity: number;
  /** As it was sent, else by the number: `WARN`; empty where nothing is known. */
  readonly severityText: string;
  /** Text; other bodies as JSON. */
  readonly body: string;
  readonly attributes: readonly Attribute[];
  readonly service: string;
  readonly scope: string;
}
