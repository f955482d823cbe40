import { symlink } from 'node:fs/promises';
import { join } from 'node:path';
import { shop } from './paths.mjs';
import type { Stage } from './stage.ts';

/** A program as its user wrote it: nothing in it knows of lines, or of Spanline. */
const tracing = `const { OTLPTraceExporter } = require('@opentelemetry/exporter-trace-otlp-proto');
const { defaultResource, detectResources, envDetector } = require('@opentelemetry/resources');
const { BatchSpanProcessor, NodeTracerProvider } = require('@opentelemetry/sdk-trace-node');

new NodeTracerProvider({
  resource: defaultResource().merge(detectResources({ detectors: [envDetector] })),
  spanProcessors: [new BatchSpanProcessor(new OTLPTraceExporter(), { scheduledDelayMillis: 200 })],
}).register();
`;

const app = `require('./tracing');
const { SpanStatusCode, trace } = require('@opentelemetry/api');

const tracer = trace.getTracer('shelf');

function stockOf(sku) {
  if (sku === 'vase') throw new Error('the shelf fell down');
  return sku.length;
}

function inSpan(name, run) {
  return tracer.startActiveSpan(name, (span) => {
    try {
      return run();
    } catch (error) {
      span.recordException(error);
      span.setStatus({ code: SpanStatusCode.ERROR, message: error.message });
    } finally {
      span.end();
    }
  });
}

function check(skus) {
  inSpan('check shelf', () => {
    for (const sku of skus) inSpan(\`count \${sku}\`, () => stockOf(sku));
  });
}

setInterval(() => check(['mug', 'pan']), 300);
check(['vase']);
`;

const launch = {
  version: '0.2.0',
  configurations: [{ type: 'node', request: 'launch', name: 'shelf', program: `\${workspaceFolder}/app.js` }],
};

/** The folder of a small Node program that is run by its launch configuration. */
export async function shelfFolder(stage: Stage): Promise<string> {
  const folder = await stage.folder({
    'app.js': app,
    'tracing.js': tracing,
    'package.json': '{ "name": "shelf" }\n',
    '.vscode/launch.json': JSON.stringify(launch),
  });
  await symlink(join(shop, 'node_modules'), join(folder, 'node_modules'), 'junction');
  return folder;
}

/** The same program before anybody thought of tracing it. */
export async function untracedFolder(stage: Stage): Promise<string> {
  return await stage.folder({
    'app.js': 'setInterval(() => undefined, 1000);\n',
    'package.json': '{ "name": "shelf" }\n',
    '.vscode/launch.json': JSON.stringify(launch),
  });
}

/** Line of the program that holds this text, 1-based. */
export function shelfLine(text: string): number {
  return app.split('\n').findIndex((line) => line.includes(text)) + 1;
}
