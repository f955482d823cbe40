import { randomBytes } from 'node:crypto';

export interface SpanFacts {
  readonly name: string;
  readonly service?: string;
  /** Milliseconds. */
  readonly duration?: number;
  readonly failed?: boolean;
  readonly file?: string;
  readonly line?: number;
}

export interface SentTrace {
  readonly traceId: string;
  readonly spanIds: readonly string[];
}

/** Exports one trace as OTLP JSON: the first span is the root, the others are its children. */
export async function sendTrace(
  endpoint: string,
  spans: readonly SpanFacts[],
  within: { readonly traceId?: string; readonly parentSpanId?: string } = {},
): Promise<SentTrace> {
  const traceId = within.traceId ?? randomBytes(16).toString('hex');
  const spanIds = spans.map(() => randomBytes(8).toString('hex'));
  const startNano = BigInt(Date.now()) * 1_000_000n;
  const resourceSpans = spans.map((span, i) => ({
    resource: { attributes: [text('service.name', span.service ?? 'test')] },
    scopeSpans: [
      {
        scope: { name: 'test' },
        spans: [
          {
            traceId,
            spanId: spanIds[i],
            ...(i > 0
              ? { parentSpanId: spanIds[0] }
              : within.parentSpanId && { parentSpanId: within.parentSpanId }),
            name: span.name,
            kind: i === 0 ? 2 : 3,
            startTimeUnixNano: String(startNano + BigInt(i) * 1_000_000n),
            endTimeUnixNano: String(startNano + BigInt(i + (span.duration ?? 8)) * 1_000_000n),
            attributes: codeAttributes(span),
            ...(span.failed === true && { status: { code: 2, message: 'it failed' } }),
          },
        ],
      },
    ],
  }));
  const response = await fetch(`${endpoint}/v1/traces`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ resourceSpans }),
  });
  if (!response.ok) throw new Error(`The collector answered ${response.status}: ${await response.text()}`);
  return { traceId, spanIds };
}

function codeAttributes({ file, line }: SpanFacts): unknown[] {
  if (file === undefined || line === undefined) return [];
  return [text('code.file.path', file), { key: 'code.line.number', value: { intValue: String(line) } }];
}

function text(key: string, value: string): unknown {
  return { key, value: { stringValue: value } };
}
