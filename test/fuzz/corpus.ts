import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { jsonToWire } from '../../src/collector/otlp/jsonToWire.ts';
import { logsSchema } from '../../src/collector/otlp/logsSchema.ts';
import type { MessageSchema } from '../../src/collector/otlp/messageSchema.ts';
import { metricsSchema } from '../../src/collector/otlp/metricsSchema.ts';
import { tracesSchema } from '../../src/collector/otlp/tracesSchema.ts';
import {
  type Json,
  jaegerProto,
  jaegerThrift,
  zipkinProto,
  zipkinThrift,
} from '../unit/collector/foreign/foreignEncoders.ts';
import { randomDocument } from '../unit/collector/formats/randomDocument.ts';

const fixtures = join(import.meta.dirname, '../fixtures');

export type OtlpSignal = 'traces' | 'logs' | 'metrics';

export const schemas: Readonly<Record<OtlpSignal, MessageSchema>> = {
  traces: tracesSchema,
  logs: logsSchema,
  metrics: metricsSchema,
};

/** Documents of OTLP JSON that inputs are made from. */
export function otlpTexts(signal: OtlpSignal): readonly string[] {
  const example = fixture(`otlp/opentelemetry-proto/${signal === 'traces' ? 'trace' : signal}.json`);
  if (signal !== 'traces') return [example];
  const random = Array.from({ length: 30 }, (_, seed) => JSON.stringify(randomDocument(seed)))
    .filter((text) => text.length < 4_000)
    .slice(0, 6);
  return [example, fixture('otlp/unusual.json'), withPlaces, ...random];
}

/** The same in protobuf. */
export function otlpMessages(signal: OtlpSignal): readonly Uint8Array[] {
  return otlpTexts(signal).map((text) => jsonToWire(schemas[signal], text));
}

/** What tells where spans are in the code, which is what the scanner looks for. */
const withPlaces = JSON.stringify({
  resourceSpans: [
    {
      resource: {
        attributes: [attribute('service.name', 'shop'), attribute('process.executable.path', '/a')],
      },
      scopeSpans: [
        {
          scope: { name: 'scope', version: '1' },
          spans: [1, 2].map((id) => ({
            traceId: '0af7651916cd43dd8448eb211c80319c',
            spanId: `b7ad6b716920333${id}`,
            parentSpanId: id === 1 ? '' : 'b7ad6b7169203331',
            name: 'GET /',
            kind: 2,
            startTimeUnixNano: '1763816400000000000',
            endTimeUnixNano: '1763816400000000009',
            attributes: [
              attribute('code.file.path', '/src/a.ts'),
              { key: 'code.line.number', value: { intValue: '7' } },
              attribute('url.full', 'http://localhost/'),
              attribute('other', 'x'.repeat(200)),
            ],
            events: [
              { timeUnixNano: '5', name: 'exception', attributes: [attribute('exception.type', 'E')] },
            ],
            links: [{ traceId: '1'.repeat(32), spanId: '2'.repeat(16) }],
            status: { code: 2, message: 'no' },
          })),
        },
      ],
    },
  ],
});

function attribute(key: string, text: string): object {
  return { key, value: { stringValue: text } };
}

export function zipkinTexts(): readonly string[] {
  return [fixture('zipkin/shared-v2.json'), fixture('zipkin/shared-v1.json')];
}

const [zipkin2 = [], zipkin1 = []] = zipkinTexts().map(
  (text) => (JSON.parse(text) as unknown[]).flat() as Json[],
);

export const zipkinProtos: readonly Uint8Array[] = [zipkin2, zipkin2.slice(0, 1)].map(zipkinProto);
export const zipkinThrifts: readonly Uint8Array[] = [zipkin1, zipkin1.slice(0, 1)].map(zipkinThrift);

const jaeger = (
  JSON.parse(fixture('jaeger/two-services.json')) as { data: { spans: Json[] }[] }
).data.flatMap(({ spans }) => spans.map((span): Json => ({ ...span, references: [] })));
const process: Json = { serviceName: 'shop', tags: [{ key: 'host', type: 'string', value: 'box' }] };
const linked = jaeger.map((span) => ({
  ...span,
  references: [
    { refType: 'CHILD_OF', traceID: span['traceID'], spanID: 'a1' },
    { refType: 'FOLLOWS_FROM', traceID: '2', spanID: 'b2' },
  ],
}));

export const jaegerProtos: readonly Uint8Array[] = [jaeger, linked].map((spans) =>
  jaegerProto(spans, process),
);
export const jaegerThrifts: readonly Uint8Array[] = [jaeger, linked].map((spans) =>
  jaegerThrift(spans, process),
);

function fixture(path: string): string {
  return readFileSync(join(fixtures, path), 'utf8');
}
