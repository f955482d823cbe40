import type { ExportResult } from '@opentelemetry/core';
import { OTLPTraceExporter as GrpcExporter } from '@opentelemetry/exporter-trace-otlp-grpc';
import { OTLPTraceExporter as JsonExporter } from '@opentelemetry/exporter-trace-otlp-http';
import { OTLPTraceExporter as ProtoExporter } from '@opentelemetry/exporter-trace-otlp-proto';
import { resourceFromAttributes } from '@opentelemetry/resources';
import { NodeTracerProvider, type ReadableSpan } from '@opentelemetry/sdk-trace-node';
import { expect, test } from 'vitest';
import { ensureExists } from '../../../src/shared/assert.ts';
import type { SpanId, TraceId } from '../../../src/shared/ids.ts';
import { collectorOfFile } from './collectorOfFile.ts';

const collector = collectorOfFile();

interface Exporter {
  export(spans: ReadableSpan[], done: (result: ExportResult) => void): void;
  shutdown(): Promise<void>;
}

type Compression = 'none' | 'gzip';
const makers = {
  grpc: (address: string, compression: Compression): Exporter =>
    new GrpcExporter({ url: `http://${address}`, compression: compression as never }),
  protobuf: (address: string, compression: Compression): Exporter =>
    new ProtoExporter({ url: `http://${address}/v1/traces`, compression: compression as never }),
  json: (address: string, compression: Compression): Exporter =>
    new JsonExporter({ url: `http://${address}/v1/traces`, compression: compression as never }),
};

const cases = (['grpc', 'protobuf', 'json'] as const).flatMap((encoding) =>
  (['none', 'gzip'] as const).flatMap((compression) =>
    (['grpc', 'http'] as const).map((port) => ({ encoding, compression, port })),
  ),
);

test.each(cases)(
  'the official $encoding exporter, compression $compression, at the $port port',
  async (wanted) => {
    const span = endedSpan();
    const exporter = makers[wanted.encoding](collector().ready[wanted.port], wanted.compression);
    const result = await new Promise<ExportResult>((resolve) => exporter.export([span], resolve));
    await exporter.shutdown();
    expect(result.error).toBeUndefined();
    const { traceId, spanId } = span.spanContext();
    const detail = ensureExists(
      await collector().ask((api) => api.span({ traceId: traceId as TraceId, spanId: spanId as SpanId })),
    );
    expect(detail).toMatchObject({
      name: 'GET /orders',
      kind: 'server',
      status: 'error',
      statusMessage: 'no such order',
      service: 'orders',
      scope: { name: 'instrumentation-under-test', version: '1.2.3' },
    });
    expect(detail.attributes).toContainEqual({ key: 'attempt', value: { type: 'int', value: '3' } });
    expect(detail.attributes).toContainEqual({
      key: 'tags',
      value: { type: 'array', value: ['a', 'b'].map((value) => ({ type: 'string', value })) },
    });
    expect(detail.events.map((event) => event.name)).toEqual(['exception']);
  },
);

function endedSpan(): ReadableSpan {
  const ended: ReadableSpan[] = [];
  const provider = new NodeTracerProvider({
    resource: resourceFromAttributes({ 'service.name': 'orders' }),
    spanProcessors: [
      {
        onStart: () => undefined,
        onEnd: (span) => void ended.push(span),
        forceFlush: async () => undefined,
        shutdown: async () => undefined,
      },
    ],
  });
  const span = provider
    .getTracer('instrumentation-under-test', '1.2.3')
    .startSpan('GET /orders', { kind: 1 });
  span.setAttributes({ attempt: 3, ratio: 0.5, tags: ['a', 'b'] });
  span.recordException(new Error('no such order'));
  span.setStatus({ code: 2, message: 'no such order' });
  span.end();
  return ensureExists(ended[0]);
}
