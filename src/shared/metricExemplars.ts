import type { SpanId, TraceId } from './ids.ts';
import type { UnixNanoText } from './time.ts';

export interface ExemplarsQuery {
  readonly traceId: TraceId;
  readonly spanId?: SpanId;
}

/** A measurement that was taken while a span was active (OTLP `metrics.v1.Exemplar`). */
export interface MetricExemplar {
  /** Name, unit and service of its metric. */
  readonly metric: string;
  readonly unit: string;
  readonly service: string;
  /** As text, so that large integers stay as sent. */
  readonly value: string;
  readonly timeUnixNano: UnixNanoText;
  readonly spanId?: SpanId;
  /** Attributes of the data point and those that only the exemplar has, as text. */
  readonly attributes: readonly (readonly [key: string, value: string])[];
}

export interface MetricExemplars {
  /** By time, at most 200. */
  readonly exemplars: readonly MetricExemplar[];
  readonly total: number;
}
