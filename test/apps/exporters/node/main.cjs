// Sends the spans that all programs of `exporters` send, as the OTEL_* variables say.
const { context, metrics, SpanKind, SpanStatusCode, trace } = require('@opentelemetry/api');
const { logs, SeverityNumber } = require('@opentelemetry/api-logs');
const { BatchLogRecordProcessor, LoggerProvider } = require('@opentelemetry/sdk-logs');
const { MeterProvider, PeriodicExportingMetricReader } = require('@opentelemetry/sdk-metrics');
const { BatchSpanProcessor, NodeTracerProvider } = require('@opentelemetry/sdk-trace-node');
const { defaultResource, detectResources, envDetector } = require('@opentelemetry/resources');

const packages = { grpc: 'grpc', 'http/protobuf': 'proto', 'http/json': 'http' };
const kind = packages[process.env.OTEL_EXPORTER_OTLP_PROTOCOL];
const { OTLPTraceExporter } = require(`@opentelemetry/exporter-trace-otlp-${kind}`);
const { OTLPLogExporter } = require(`@opentelemetry/exporter-logs-otlp-${kind}`);
const { OTLPMetricExporter } = require(`@opentelemetry/exporter-metrics-otlp-${kind}`);

const resource = defaultResource().merge(detectResources({ detectors: [envDetector] }));
const tracing = new NodeTracerProvider({
  resource,
  spanProcessors: [new BatchSpanProcessor(new OTLPTraceExporter())],
});
const logging = new LoggerProvider({
  resource,
  processors: [new BatchLogRecordProcessor({ exporter: new OTLPLogExporter() })],
});
const metering = new MeterProvider({
  resource,
  readers: [new PeriodicExportingMetricReader({ exporter: new OTLPMetricExporter() })],
});
tracing.register();
logs.setGlobalLoggerProvider(logging);
metrics.setGlobalMeterProvider(metering);

const tracer = trace.getTracer('exporters', '1.0');
const checks = metrics.getMeter('exporters').createHistogram('stock.checks', { unit: '{check}' });

function order() {
  tracer.startActiveSpan('GET /orders/:id', { kind: SpanKind.SERVER }, (span) => {
    span.setAttributes({
      text: 'tea ☕',
      empty: '',
      yes: true,
      whole: 42,
      negative: -7,
      half: 0.5,
      texts: ['a', 'b'],
      flags: [true, false],
      wholes: [1, 2],
      halves: [0.5, -1.5],
    });
    const queried = query();
    tracer
      .startSpan('publish', {
        kind: SpanKind.PRODUCER,
        links: [{ context: queried, attributes: { reason: 'follows' } }],
      })
      .end();
    span.setStatus({ code: SpanStatusCode.OK });
    span.end();
  });
}

function query() {
  return tracer.startActiveSpan('SELECT orders', { kind: SpanKind.CLIENT }, (span) => {
    span.addEvent('cache miss', { key: 'order-7' });
    span.addEvent('exception', { 'exception.type': 'OutOfTea', 'exception.message': 'no tea left' });
    span.setStatus({ code: SpanStatusCode.ERROR, message: 'out of tea' });
    logs.getLogger('exporters').emit({
      severityNumber: SeverityNumber.WARN,
      severityText: 'WARN',
      body: 'stock is low',
      attributes: { sku: 'mug' },
      context: context.active(),
    });
    checks.record(3.5, { sku: 'mug' });
    span.end();
    return span.spanContext();
  });
}

async function main() {
  order();
  await Promise.all([tracing.shutdown(), logging.shutdown(), metering.shutdown()]);
}

void main();
