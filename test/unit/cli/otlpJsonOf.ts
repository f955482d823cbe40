import { spanKinds, statusCodes } from '../../../src/shared/spanKind.ts';
import type { TestSpan } from '../support/traceText.ts';

/** What a test's file of OTLP JSON holds. */
export interface OtlpTrace {
  /** 32 hexadecimal digits. */
  readonly traceId: string;
  readonly spans: readonly TestSpan[];
  /** Nanoseconds since the epoch of what the spans' times count from. */
  readonly base?: bigint;
  /** Attributes of each span, by its name. */
  readonly attributes?: Readonly<Record<string, Readonly<Record<string, string | number>>>>;
}

/** The traces as OTLP JSON (opentelemetry-proto, `docs/specification.md`, "JSON Protobuf Encoding"). */
export function otlpJsonOf(...traces: readonly OtlpTrace[]): string {
  return JSON.stringify({ resourceSpans: traces.flatMap(resourceSpans) });
}

function resourceSpans(trace: OtlpTrace): unknown[] {
  return trace.spans.map((span) => ({
    resource: { attributes: attributesOf({ 'service.name': span.service ?? '' }) },
    scopeSpans: [{ scope: { name: span.scope ?? 'test' }, spans: [otlpSpan(trace, span)] }],
  }));
}

function otlpSpan(
  { traceId, base = 1_763_816_400_000_000_000n, attributes = {} }: OtlpTrace,
  span: TestSpan,
) {
  return {
    traceId,
    spanId: (span.id ?? '1').padStart(16, '0'),
    ...(span.parent === undefined ? {} : { parentSpanId: span.parent.padStart(16, '0') }),
    name: span.name,
    kind: spanKinds.indexOf(span.kind ?? 'internal'),
    status: { code: statusCodes.indexOf(span.status ?? 'unset') },
    startTimeUnixNano: String(base + BigInt(span.start)),
    endTimeUnixNano: String(base + BigInt(span.end)),
    attributes: attributesOf(attributes[span.name ?? ''] ?? {}),
  };
}

function attributesOf(values: Readonly<Record<string, string | number>>): unknown[] {
  return Object.entries(values).map(([key, value]) => ({
    key,
    value: typeof value === 'string' ? { stringValue: value } : { intValue: String(value) },
  }));
}
