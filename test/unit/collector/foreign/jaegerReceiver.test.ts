import { readFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { credentials, Metadata, makeGenericClientConstructor, type ServiceError } from '@grpc/grpc-js';
import { SpanKind, SpanStatusCode } from '@opentelemetry/api';
import { JaegerExporter } from '@opentelemetry/exporter-jaeger';
import { resourceFromAttributes } from '@opentelemetry/resources';
import { NodeTracerProvider, SimpleSpanProcessor } from '@opentelemetry/sdk-trace-node';
import { expect, test } from 'vitest';
import { imported } from '../formats/importedText.ts';
import { type Json, jaegerProto, jaegerThrift, jaegerThriftFields } from './foreignEncoders.ts';
import { encodeForeign } from './foreignProtos.ts';
import { ForeignYard } from './foreignYard.ts';
import { structs, text as textField, thriftStruct } from './thriftEncoder.ts';

const yard = new ForeignYard();
const path = '/api/traces?format=jaeger.thrift';
const thrift = { 'content-type': 'application/x-thrift' };

const document = readFileSync(
  join(import.meta.dirname, '../../../fixtures/jaeger/two-services.json'),
  'utf8',
);

interface Trace {
  readonly spans: readonly Json[];
  readonly processes: Readonly<Record<string, Json>>;
}

/** The document without what only its JSON has: a whole span where its id should be. */
function batches(): { readonly spans: readonly Json[]; readonly process: Json }[] {
  const [trace] = (JSON.parse(document) as { data: [Trace] }).data;
  return Object.entries(trace.processes).map(([id, process]) => ({
    process,
    spans: trace.spans.filter((span) => span['processID'] === id).map(withPlainReferences),
  }));
}

function withPlainReferences(span: Json): Json {
  const references = (span['references'] as Json[]).map((reference) => ({
    spanID: (reference['span'] as Json | undefined)?.['spanID'],
    ...reference,
  }));
  return { ...span, references };
}

const expected = async (): Promise<string> => (await imported(document)).text;
const withoutWarnings = (text: string): string => text.replace(/ @jaeger@warnings=\S+ \S+ \S+/, '');

function call(
  body: Uint8Array,
  method = '/jaeger.api_v2.CollectorService/PostSpans',
  metadata = new Metadata(),
): Promise<ServiceError | null> {
  const asBytes = (bytes: Buffer): Buffer => bytes;
  const Client = makeGenericClientConstructor({}, 'PostSpans');
  const client = new Client(yard.address('Jaeger gRPC'), credentials.createInsecure());
  return new Promise((resolve) =>
    client.makeUnaryRequest(method, asBytes, asBytes, Buffer.from(body), metadata, (error) => {
      client.close();
      resolve(error);
    }),
  );
}

test.each([
  ['application/x-thrift', path],
  ['application/vnd.apache.thrift.binary', '/api/traces'],
])('Thrift as %s to %s', async (type, to) => {
  const text = await yard.after(async () => {
    for (const { spans, process } of batches()) {
      const answer = await yard.send('Jaeger Thrift', to, jaegerThrift(spans, process), {
        'content-type': type,
      });
      expect([answer.status, answer.text]).toEqual([202, '']);
    }
  });
  expect(text).toBe(withoutWarnings(await expected()));
});

test.each([
  ['strict', Buffer.concat([Buffer.from('80010001', 'hex'), name('submitBatches'), Buffer.alloc(4)])],
  ['old', Buffer.concat([name('submitBatches'), Buffer.from([1]), Buffer.alloc(4)])],
])('batches in a call of the %s framing, compressed', async (_framing, head) => {
  const args = structs(
    1,
    batches().map(({ spans, process }) => jaegerThriftFields(spans, process)),
  );
  const body = gzipSync(Buffer.concat([head, thriftStruct([textField(9, 'unknown'), args])]));
  const text = await yard.after(() =>
    yard.send('Jaeger Thrift', path, body, { ...thrift, 'content-encoding': 'gzip' }),
  );
  expect(text).toBe(withoutWarnings(await expected()));
});

function name(text: string): Buffer {
  const length = Buffer.alloc(4);
  length.writeUInt32BE(text.length);
  return Buffer.concat([length, Buffer.from(text)]);
}

test('gRPC', async () => {
  const text = await yard.after(async () => {
    for (const { spans, process } of batches()) expect(await call(jaegerProto(spans, process))).toBe(null);
  });
  expect(text).toBe(await expected());
});

test('gRPC has nanoseconds, and a process on each span', async () => {
  const ids = { traceId: Buffer.alloc(16, 1), spanId: Buffer.alloc(8, 2) };
  const own = { serviceName: 'own', tags: [{ key: 'n', vType: 2, vInt64: '9007199254740993' }] };
  const spans = [
    { ...ids, startTime: { seconds: '1763816400', nanos: 123456789 }, duration: { nanos: 1 }, process: own },
    {
      ...ids,
      spanId: Buffer.alloc(8, 3),
      startTime: { seconds: '1' },
      duration: { seconds: '-1', nanos: -5 },
    },
  ];
  const text = await yard.after(() =>
    call(encodeForeign('PostSpansRequest', { batch: { spans, process: { serviceName: 'batch' } } })),
  );
  expect(text).toMatchInlineSnapshot(`
    "1010101010101010101010101010101/202020202020202 1763816400123456789+1
      resource n=int:"9007199254740993" service.name=string:"own"
    1010101010101010101010101010101/303030303030303 1000000000+-1000000000
      resource service.name=string:"batch""
  `);
});

test('a span that is none is left out and counted, the others are kept', async () => {
  const before = (await yard.health()).refusedSpans;
  const [batch] = batches();
  const [first] = batch?.spans ?? [];
  const spans = [{ ...first, spanID: '0' }, { ...first, traceID: '0' }, first] as Json[];
  const text = await yard.after(async () => {
    expect(
      (await yard.send('Jaeger Thrift', path, jaegerThrift(spans, batch?.process ?? {}), thrift)).status,
    ).toBe(202);
    expect(await call(jaegerProto(spans, batch?.process ?? {}))).toBe(null);
  });
  expect(text.split('\n').filter((line) => !line.startsWith(' ')).length).toBe(1);
  expect((await yard.health()).refusedSpans - before).toBe(4);
});

test.each([
  ['a list that says it has 2^31 spans', Buffer.from('0f00020c7fffffff', 'hex'), thrift, 400],
  ['structs nested without end', Buffer.alloc(3_000_000, Buffer.from('0c0009', 'hex')), thrift, 400],
  ['lists nested without end', Buffer.alloc(5_000_000, Buffer.from('0f00000001', 'hex')), thrift, 400],
  ['a cut batch', jaegerThrift(batches()[0]?.spans ?? [], {}).subarray(0, 90), thrift, 400],
  ['a type that does not exist', Buffer.from('630001', 'hex'), thrift, 400],
  ['JSON', '{}', {}, 415],
])('%s is refused', async (_what, body, headers, status) => {
  const answer = await yard.send('Jaeger Thrift', path, body, headers);
  expect([answer.status, answer.text]).toEqual([status, expect.stringMatching(/\.\n$/)]);
});

test('another format, another path, another method', async () => {
  const zipkin = await yard.send(
    'Jaeger Thrift',
    '/api/traces?format=zipkin.thrift',
    Buffer.alloc(1),
    thrift,
  );
  expect([zipkin.status, zipkin.text]).toEqual([
    400,
    'The request is malformed: only format=jaeger.thrift is read.\n',
  ]);
  expect((await yard.send('Jaeger Thrift', '/api/services', '', thrift)).status).toBe(404);
  expect((await yard.send('Jaeger gRPC', '/', '')).text).toContain('PostSpans');
  expect((await call(Buffer.alloc(0), '/jaeger.api_v2.SamplingManager/GetSamplingStrategy'))?.code).toBe(12);
  expect((await call(Buffer.from('0aff', 'hex')))?.code).toBe(3);
});

test('a port that is taken is told, and the others open', async () => {
  const holder = createServer().listen(0, '127.0.0.1');
  await new Promise((resolve) => holder.once('listening', resolve));
  const { port } = holder.address() as { port: number };
  const collector = await yard.start(['--zipkin', String(port), '--jaeger-grpc', '0']);
  const { receivers } = await collector.ask((api) => api.health());
  expect(receivers.slice(2)).toEqual([
    { name: 'Zipkin', problem: expect.stringContaining(`Port ${port} is taken by `) },
    { name: 'Jaeger gRPC', address: expect.stringMatching(/^127\.0\.0\.1:\d+$/) },
  ]);
  holder.close();
});

test("OpenTelemetry's exporter to Jaeger, which is Jaeger's own client inside", async () => {
  const endpoint = `http://${yard.address('Jaeger Thrift')}/api/traces`;
  const provider = new NodeTracerProvider({
    resource: resourceFromAttributes({ 'service.name': 'orders' }),
    spanProcessors: [new SimpleSpanProcessor(new JaegerExporter({ endpoint }))],
  });
  const text = await yard.after(async () => {
    const tracer = provider.getTracer('under test', '1.2.3');
    const made = tracer.startSpan('GET /orders', { kind: SpanKind.SERVER, startTime: [1_763_816_400, 0] });
    made.setAttribute('attempt', 3);
    made.addEvent('retry', { n: 1 }, [1_763_816_400, 5_000]);
    made.setStatus({ code: SpanStatusCode.ERROR, message: 'no such order' });
    made.end([1_763_816_401, 0]);
    await provider.forceFlush();
    await provider.shutdown();
  });
  expect(
    text.replace(/^\w+\/\w+/, 'trace/span').replace(/ (telemetry|process|host)\.\S+/g, ''),
  ).toMatchInlineSnapshot(`
    "trace/span GET /orders server 1763816400000000000+1000000000 error: no such order
      resource service.name=string:"orders"
      scope under test 1.2.3
      attributes attempt=double:3 service.name=string:"orders"
      event 1763816400000005000 retry n=double:1"
  `);
});
