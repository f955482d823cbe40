// Loaded before each service with `--import`: sets up OpenTelemetry the way its Node documentation does.
import { createRequire } from 'node:module';
import { basename } from 'node:path';
import { OTLPTraceExporter as GrpcExporter } from '@opentelemetry/exporter-trace-otlp-grpc';
import { OTLPTraceExporter as JsonExporter } from '@opentelemetry/exporter-trace-otlp-http';
import { OTLPTraceExporter as ProtobufExporter } from '@opentelemetry/exporter-trace-otlp-proto';
import { registerInstrumentations } from '@opentelemetry/instrumentation';
import { HttpInstrumentation } from '@opentelemetry/instrumentation-http';
import { UndiciInstrumentation } from '@opentelemetry/instrumentation-undici';
import {
  defaultResource,
  detectResources,
  envDetector,
  hostDetector,
  osDetector,
  processDetector,
  resourceFromAttributes,
} from '@opentelemetry/resources';
import { BatchSpanProcessor, NodeTracerProvider, type SpanExporter } from '@opentelemetry/sdk-trace-node';
import { ATTR_SERVICE_NAME, ATTR_SERVICE_VERSION } from '@opentelemetry/semantic-conventions';
import { peerOf } from '../lib/peers.ts';

const serviceName = process.env['OTEL_SERVICE_NAME'] ?? basename(process.cwd());

const provider = new NodeTracerProvider({
  resource: defaultResource()
    .merge(detectResources({ detectors: [envDetector, hostDetector, osDetector, processDetector] }))
    .merge(
      resourceFromAttributes({
        [ATTR_SERVICE_NAME]: serviceName,
        [ATTR_SERVICE_VERSION]: '1.4.2',
        'service.namespace': 'shop',
        'deployment.environment.name': 'development',
      }),
    ),
  spanProcessors: [new BatchSpanProcessor(exporter(), { scheduledDelayMillis: 200 })],
});
provider.register();

registerInstrumentations({
  instrumentations: [
    new HttpInstrumentation({ disableOutgoingRequestInstrumentation: true }),
    new UndiciInstrumentation({
      requestHook: (span, request) => {
        const peer = peerOf(request.origin);
        span.updateName(`${request.method} ${peer}`);
        span.setAttribute('service.peer.name', peer);
      },
    }),
  ],
});
// The instrumentation patches `http` when it is first required; ES modules then see the patched one.
createRequire(import.meta.url)('node:http');

// Ctrl+C reaches every process of the terminal; only `run.mjs`, which passes it on as SIGTERM, heeds it.
process.on('SIGINT', () => process.channel ?? void leave());
process.once('SIGTERM', () => void leave());
if (process.channel !== undefined) {
  process.once('disconnect', () => void leave());
  process.channel.unref();
}

/** Sends the last spans, but waits no longer than a second for a collector that is gone. */
async function leave(): Promise<void> {
  process.removeAllListeners('disconnect');
  setTimeout(() => process.exit(0), 1000).unref();
  await provider.shutdown().catch((error: unknown) => console.error(`Spans were lost: ${String(error)}`));
  process.exit(0);
}

/** Each service may speak another dialect of OTLP, as real fleets do. */
function exporter(): SpanExporter {
  switch (process.env['OTEL_EXPORTER_OTLP_PROTOCOL']) {
    case 'grpc':
      return new GrpcExporter();
    case 'http/json':
      return new JsonExporter();
    default:
      return new ProtobufExporter();
  }
}
