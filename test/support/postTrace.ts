/** A span of a made-up trace, in milliseconds from the trace's start. */
export interface MadeSpan {
  readonly id: string;
  readonly parent?: string;
  readonly service: string;
  readonly name: string;
  readonly kind?: 'internal' | 'server' | 'client' | 'producer' | 'consumer';
  readonly from: number;
  readonly to: number;
  readonly error?: string;
  readonly attributes?: Readonly<Record<string, string | number>>;
  readonly links?: readonly string[];
}

const kinds = ['unspecified', 'internal', 'server', 'client', 'producer', 'consumer'];

/** Sends a trace as OTLP JSON; the collector has kept it once this is done. */
export async function postTrace(
  http: string,
  traceId: string,
  spans: readonly MadeSpan[],
  resource: Readonly<Record<string, string>> = {},
): Promise<void> {
  const base = BigInt(Date.now()) * 1_000_000n;
  const services = [...new Set(spans.map(({ service }) => service))];
  const resourceSpans = services.map((service) => ({
    resource: { attributes: attributesOf({ 'service.name': service, ...resource }) },
    scopeSpans: [
      {
        scope: { name: 'made-up' },
        spans: spans.filter((span) => span.service === service).map((span) => otlpSpan(traceId, base, span)),
      },
    ],
  }));
  const response = await fetch(`http://${http}/v1/traces`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ resourceSpans }),
  });
  if (!response.ok) throw new Error(`The collector answered ${response.status}: ${await response.text()}`);
}

function otlpSpan(traceId: string, base: bigint, span: MadeSpan) {
  const time = (millis: number): string => String(base + BigInt(Math.round(millis * 1e6)));
  return {
    traceId,
    spanId: spanIdOf(span.id),
    ...(span.parent === undefined ? {} : { parentSpanId: spanIdOf(span.parent) }),
    name: span.name,
    kind: kinds.indexOf(span.kind ?? 'internal'),
    startTimeUnixNano: time(span.from),
    endTimeUnixNano: time(span.to),
    attributes: attributesOf(span.attributes ?? {}),
    links: (span.links ?? []).map((linked) => ({ traceId: linked, spanId: spanIdOf('1') })),
    status: span.error === undefined ? {} : { code: 2, message: span.error },
  };
}

function spanIdOf(id: string): string {
  return id.padStart(16, '0');
}

function attributesOf(values: Readonly<Record<string, string | number>>) {
  return Object.entries(values).map(([key, value]) => ({
    key,
    value: typeof value === 'number' ? { intValue: String(value) } : { stringValue: value },
  }));
}
