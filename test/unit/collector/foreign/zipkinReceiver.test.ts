import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { deflateSync, gzipSync } from 'node:zlib';
import { credentials, makeGenericClientConstructor, type ServiceError } from '@grpc/grpc-js';
import { SpanKind, SpanStatusCode } from '@opentelemetry/api';
import { ZipkinExporter } from '@opentelemetry/exporter-zipkin';
import { resourceFromAttributes } from '@opentelemetry/resources';
import { NodeTracerProvider, SimpleSpanProcessor } from '@opentelemetry/sdk-trace-node';
import { expect, test } from 'vitest';
import { type Json, zipkinProto, zipkinThrift } from './foreignEncoders.ts';
import { ForeignYard } from './foreignYard.ts';

const yard = new ForeignYard();
const v2 = '/api/v2/spans';
const v1 = '/api/v1/spans';
const protobuf = { 'content-type': 'application/x-protobuf' };
const thrift = { 'content-type': 'application/x-thrift' };

function fixture(name: string): Json[] {
  const path = join(import.meta.dirname, '../../../fixtures/zipkin', name);
  return (JSON.parse(readFileSync(path, 'utf8')) as unknown[]).flat() as Json[];
}

const start = 1_763_816_400_000_000;
const span = (id: string, more: object = {}): Json => ({
  traceId: 'f',
  id,
  name: `span ${id}`,
  timestamp: start,
  duration: 7,
  localEndpoint: { serviceName: 'shop' },
  ...more,
});

const all = `d2f9288a2904503d/a get / client 1763816400000000000+207000000
  resource service.name=string:"frontend"
  attributes http.path=string:"/api" network.local.address=string:"127.0.0.1" network.peer.address=string:"192.168.99.101" network.peer.port=int:9000 peer.service=string:"backend"
  event 1763816400100000000 wr
d2f9288a2904503d/b under 88712be8a582fca query 1763816400050000000+0 error: timeout
  resource service.name=string:"backend"
d2f9288a2904503d/88712be8a582fca under a get /api server 1763816400020000000+150000000
  resource service.name=string:"backend"
  attributes network.local.address=string:"192.168.99.101" network.local.port=int:9000 otel.zipkin.shared=bool:true`;

test('one list, as JSON and as protobuf, compressed and not: 202 without a body, and the same spans', async () => {
  const spans = fixture('shared-v2.json');
  const json = JSON.stringify(spans);
  for (const [body, headers] of [
    [json, {}],
    [gzipSync(json), { 'content-encoding': 'gzip' }],
    [deflateSync(json), { 'content-encoding': 'deflate' }],
    [zipkinProto(spans), protobuf],
    [gzipSync(zipkinProto(spans)), { ...protobuf, 'content-encoding': 'gzip' }],
  ] as const) {
    const text = await yard.after(async () => {
      const answer = await yard.send('Zipkin', v2, body, headers);
      expect([answer.status, answer.text]).toEqual([202, '']);
    });
    expect(text).toBe(all);
  }
});

test('the halves of a shared span come in requests of their own, the callee first', async () => {
  const [client, server, child] = fixture('shared-v2.json').map((half) => ({ ...half, traceId: 'ab1' }));
  const text = await yard.after(async () => {
    for (const one of [server, child, client]) await yard.send('Zipkin', v2, [one]);
  });
  expect(text).toBe(all.replaceAll('d2f9288a2904503d', 'ab1'));
});

test('halves that do not say that they are shared both stay, also when they are sent again', async () => {
  const [client, server] = [
    span('a', { kind: 'CLIENT' }),
    span('a', { kind: 'SERVER', timestamp: start + 1 }),
  ];
  const heads = async (trace: string, order: readonly Json[]): Promise<string[]> => {
    const text = await yard.after(async () => {
      for (const one of [...order, ...order]) await yard.send('Zipkin', v2, [{ ...one, traceId: trace }]);
    });
    return text.split('\n').filter((line) => !line.startsWith(' '));
  };
  expect(await heads('e1', [client, server])).toEqual([
    'e1/a span a client 1763816400000000000+7000',
    'e1/88712be8a582fca under a span a server 1763816400000001000+7000',
  ]);
  expect(await heads('e2', [server, client])).toEqual([
    'e2/a span a server 1763816400000001000+7000',
    'e2/88712be8a582fca span a client 1763816400000000000+7000',
  ]);
});

test('version 1, as JSON and in Thrift', async () => {
  const spans = fixture('shared-v1.json');
  const asJson = await yard.after(() => yard.send('Zipkin', v1, spans));
  expect(asJson.split('\n').filter((line) => !line.startsWith(' '))).toEqual([
    'd2f9288a2904503d/a get / client 1763816400000000000+207000000',
    'd2f9288a2904503d/b under 88712be8a582fca query 1763816400050000000+30000000',
    'd2f9288a2904503d/88712be8a582fca under a get / server 1763816400020000000+150000000',
  ]);
  expect(await yard.after(() => yard.send('Zipkin', v1, zipkinThrift(spans), thrift))).toBe(asJson);
});

test('what OpenTelemetry has no field for is kept as attributes', async () => {
  const text = await yard.after(async () => {
    const remoteEndpoint = { serviceName: 'db', ipv4: '10.0.0.1', ipv6: 'fe80::1', port: 5432 };
    const tags = { 'peer.service': 'orders', 'server.address': '10.0.0.1' };
    await yard.send('Zipkin', v2, [span('1', { debug: true, remoteEndpoint, tags, kind: 'CLIENT' })]);
    await yard.send('Zipkin', v2, [span('2', { timestamp: undefined })], { 'x-b3-flags': '1' });
  });
  expect(text).toMatchInlineSnapshot(`
    "f/1 span 1 client 1763816400000000000+7000
      resource service.name=string:"shop"
      attributes network.peer.port=int:5432 otel.zipkin.debug=bool:true otel.zipkin.network.peer.ipv6=string:"fe80::1" otel.zipkin.remoteEndpoint.serviceName=string:"db" peer.service=string:"orders" server.address=string:"10.0.0.1"
    f/2 span 2 0+7000
      resource service.name=string:"shop"
      attributes otel.zipkin.absentField.startTime=bool:true otel.zipkin.debug=bool:true"
  `);
});

test('a span that is none is left out and counted, the others are kept', async () => {
  const before = await yard.health();
  const text = await yard.after(async () => {
    const answer = await yard.send('Zipkin', v2, [span('1'), span('zz'), null, span('2', { traceId: '' })]);
    expect(answer.status).toBe(202);
  });
  expect(text.split('\n')[0]).toBe('f/1 span 1 1763816400000000000+7000');
  const { refusedSpans, refusals } = await yard.health();
  expect(refusedSpans - before.refusedSpans).toBe(3);
  expect(refusals[0]?.reason).toBe('id is no id');
});

test.each([
  ['no JSON', v2, '[{', {}, 400, 'The request is malformed: not JSON'],
  ['JSON of something else', v2, '{"resourceSpans":[]}', {}, 400, 'the body is not a list of spans'],
  ['a list without any span', v2, '[{"id":"1"}]', {}, 400, 'it has no span that can be kept (no traceId)'],
  ['broken protobuf', v2, Buffer.from('0aff', 'hex'), protobuf, 400, 'the message ends inside a number'],
  ['broken Thrift', v1, Buffer.from('0c7fffffff', 'hex'), thrift, 400, 'a list is longer than its message'],
  ['Thrift as version 2', v2, Buffer.from([12, 0, 0, 0, 0]), thrift, 415, 'application/x-protobuf'],
  [
    'a form of a page',
    v2,
    '[]',
    { 'content-type': 'text/plain' },
    415,
    'Send one of these types: application/json',
  ],
  ['an unknown compression', v2, '[]', { 'content-encoding': 'br' }, 415, 'one content encoding'],
  ['what is not gzip', v2, 'no', { 'content-encoding': 'gzip' }, 400, 'the body is not gzip'],
  ['too much', v2, gzipSync(Buffer.alloc(64 << 20, ' ')), { 'content-encoding': 'gzip' }, 413, '20 MiB'],
  ['another host', v2, '[]', { host: 'attacker.example' }, 403, 'loopback'],
  ['another site', v2, '[]', { 'sec-fetch-site': 'cross-site' }, 403, 'other sites'],
  ['a page elsewhere', v2, '[]', { origin: 'https://attacker.example' }, 403, 'attacker.example'],
  ['another path', '/api/v2/traces', '[]', {}, 404, 'This is a Spanline receiver for Zipkin.'],
  ['tags that nest without end', v2, deep(), {}, 400, 'nested too deeply'],
])('%s is refused with a sentence', async (_what, path, body, headers, status, sentence) => {
  const answer = await yard.send('Zipkin', path, body, headers);
  expect([answer.status, answer.text]).toEqual([status, expect.stringContaining(sentence)]);
  expect((await yard.send('Zipkin', v2, [])).status).toBe(202);
});

function deep(): string {
  const [head, tail] = JSON.stringify([span('1', { tags: { deep: 'HERE' } })]).split('"HERE"');
  return `${head}${'['.repeat(200_000)}${']'.repeat(200_000)}${tail}`;
}

test('nothing can be read at the port', async () => {
  expect((await yard.send('Zipkin', v2, '', {}, 'GET')).status).toBe(405);
});

test('a page of this machine may send', async () => {
  const origin = 'http://localhost:5173';
  const asked = await yard.send(
    'Zipkin',
    v2,
    '',
    { origin, 'access-control-request-method': 'POST' },
    'OPTIONS',
  );
  expect([asked.status, asked.headers['access-control-allow-origin']]).toEqual([204, origin]);
  const sent = await yard.send('Zipkin', v2, [], { origin });
  expect([sent.status, sent.headers['access-control-allow-origin']]).toEqual([202, origin]);
});

test('while paused everything may be sent again later', async () => {
  await yard.collector.ask((api) => api.setPaused({ paused: true }));
  const answer = await yard.send('Zipkin', v2, [span('1')]);
  expect([answer.status, answer.headers['retry-after']]).toEqual([503, '1']);
  await yard.collector.ask((api) => api.setPaused({ paused: false }));
});

test('the same list over gRPC', async () => {
  const asBytes = (bytes: Buffer): Buffer => bytes;
  const Client = makeGenericClientConstructor({}, 'Report');
  const client = new Client(yard.address('Zipkin'), credentials.createInsecure());
  const text = await yard.after(async () => {
    const body = Buffer.from(zipkinProto(fixture('shared-v2.json')));
    const error = await new Promise<ServiceError | null>((resolve) =>
      client.makeUnaryRequest('/zipkin.proto3.SpanService/Report', asBytes, asBytes, body, resolve),
    );
    expect(error).toBe(null);
  });
  client.close();
  expect(text).toBe(all);
});

test('a request of many spans is kept whole', async () => {
  const spans = Array.from({ length: 20_000 }, (_, i) =>
    span((i + 1).toString(16), { tags: { text: 'x'.repeat(100) } }),
  );
  const before = (await yard.health()).spans;
  expect(
    (
      await yard.send(
        'Zipkin',
        v2,
        spans.map((one) => ({ ...one, traceId: 'c4' })),
      )
    ).status,
  ).toBe(202);
  expect((await yard.health()).spans - before).toBe(20_000);
});

test("OpenTelemetry's exporter to Zipkin", async () => {
  const url = `http://${yard.address('Zipkin')}${v2}`;
  const provider = new NodeTracerProvider({
    resource: resourceFromAttributes({ 'service.name': 'orders' }),
    spanProcessors: [new SimpleSpanProcessor(new ZipkinExporter({ url }))],
  });
  const text = await yard.after(async () => {
    const tracer = provider.getTracer('under test', '1.2.3');
    const made = tracer.startSpan('GET /orders', { kind: SpanKind.SERVER, startTime: [1_763_816_400, 0] });
    made.setAttribute('attempt', 3);
    made.addEvent('retry', {}, [1_763_816_400, 5_000]);
    made.setStatus({ code: SpanStatusCode.ERROR, message: 'no such order' });
    made.end([1_763_816_401, 0]);
    await provider.shutdown();
  });
  expect(
    text.replace(/^\w+\/\w+/, 'trace/span').replace(/ (telemetry|process|host)\.\S+/g, ''),
  ).toMatchInlineSnapshot(`
    "trace/span GET /orders server 1763816400000000000+1000000000 error: no such order
      resource service.name=string:"orders"
      attributes attempt=string:"3"
      event 1763816400000005000 retry"
  `);
});
