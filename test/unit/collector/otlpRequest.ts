import { jsonToWire } from '../../../src/collector/otlp/jsonToWire.ts';
import { tracesSchema } from '../../../src/collector/otlp/tracesSchema.ts';

export interface SentSpan {
  /** Hexadecimal digits; shorter ones are filled up from the left. */
  readonly trace?: string;
  readonly id: string;
  readonly parent?: string;
  readonly name?: string;
  readonly kind?: number;
  readonly status?: { readonly code?: number; readonly message?: string };
  /** Milliseconds after the base. */
  readonly start?: number;
  readonly end?: number;
  readonly attributes?: Readonly<Record<string, string | number>>;
  readonly events?: readonly object[];
  readonly links?: readonly object[];
}

/** What spans' times count from, in nanoseconds since the epoch. */
export const base = 1_763_816_400_000_000_000n;
export const traceA = 'a'.repeat(32);

/** An OTLP JSON request of one service. */
export function requestOf(spans: readonly SentSpan[], service = 'shop', scope = 'test'): object {
  return {
    resourceSpans: [
      {
        resource: { attributes: keyValues({ 'service.name': service }) },
        scopeSpans: [{ scope: { name: scope }, spans: spans.map(spanOf) }],
      },
    ],
  };
}

/** The same as OTLP protobuf. */
export function wireOf(request: object): Uint8Array<ArrayBuffer> {
  return jsonToWire(tracesSchema, JSON.stringify(request));
}

function spanOf(span: SentSpan): object {
  const time = (millis: number): string => String(base + BigInt(Math.round(millis * 1e6)));
  return {
    traceId: (span.trace ?? traceA).padStart(32, '0'),
    spanId: span.id.padStart(16, '0'),
    parentSpanId: span.parent?.padStart(16, '0') ?? '',
    name: span.name ?? `span ${span.id}`,
    kind: span.kind ?? 1,
    startTimeUnixNano: time(span.start ?? 0),
    endTimeUnixNano: time(span.end ?? (span.start ?? 0) + 1),
    attributes: keyValues(span.attributes ?? {}),
    events: span.events ?? [],
    links: span.links ?? [],
    status: span.status ?? {},
  };
}

function keyValues(values: Readonly<Record<string, string | number>>): object[] {
  return Object.entries(values).map(([key, value]) => ({
    key,
    value: typeof value === 'string' ? { stringValue: value } : { intValue: String(value) },
  }));
}
