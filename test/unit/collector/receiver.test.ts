import { request } from 'node:http';
import { connect } from 'node:http2';
import { connect as connectSocket } from 'node:net';
import { gzipSync } from 'node:zlib';
import { credentials, makeGenericClientConstructor, type ServiceError } from '@grpc/grpc-js';
import { expect, test } from 'vitest';
import { collectorOfFile } from './collectorOfFile.ts';
import { requestOf, wireOf } from './otlpRequest.ts';

const collector = collectorOfFile();

let nextTrace = 1;
const oneSpan = (): Uint8Array => wireOf(requestOf([{ trace: (nextTrace++).toString(16), id: '1' }]));
const protobuf = 'application/x-protobuf';

interface Answer {
  readonly status: number;
  readonly type: string | undefined;
  readonly headers: Readonly<Record<string, unknown>>;
  readonly body: Buffer;
}

function send(
  body: Uint8Array | string,
  headers: Record<string, string>,
  path = '/v1/traces',
  method = 'POST',
): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const sent = request(
      `http://${collector().ready.http}${path}`,
      { method, headers, agent: false },
      (response) => {
        const chunks: Buffer[] = [];
        response.on('data', (chunk: Buffer) => chunks.push(chunk));
        response.on('end', () =>
          resolve({
            status: response.statusCode ?? 0,
            type: response.headers['content-type'],
            headers: response.headers,
            body: Buffer.concat(chunks),
          }),
        );
      },
    );
    sent.on('error', reject);
    sent.end(body);
  });
}

interface GrpcAnswer {
  readonly code: number;
  readonly message: string;
}

function call(
  body: Uint8Array,
  method = '/opentelemetry.proto.collector.trace.v1.TraceService/Export',
): Promise<GrpcAnswer> {
  const asBytes = (bytes: Buffer): Buffer => bytes;
  const Client = makeGenericClientConstructor({}, 'Export');
  const client = new Client(collector().ready.grpc, credentials.createInsecure());
  return new Promise((resolve) => {
    const done = (error: ServiceError | null): void => {
      client.close();
      resolve({ code: error?.code ?? 0, message: error?.details ?? '' });
    };
    client.makeUnaryRequest(method, asBytes, asBytes, Buffer.from(body), done);
  });
}

async function spansKept(): Promise<number> {
  return (await collector().ask((api) => api.health())).spans;
}

test('an empty request is answered in its own encoding', async () => {
  const proto = await send('', { 'content-type': protobuf });
  expect([proto.status, proto.type, proto.body.length]).toEqual([200, protobuf, 0]);
  const json = await send('{}', { 'content-type': 'application/json; charset=utf-8' });
  expect([json.status, json.type, json.body.toString()]).toEqual([200, 'application/json', '{}']);
});

test('a span without valid ids is rejected by itself, in the partial success', async () => {
  const before = await spansKept();
  const body = JSON.stringify(
    requestOf([
      { id: '1', trace: 'b1' },
      { id: '0', trace: 'b1' },
      { id: 'zz', trace: 'b1' },
    ]),
  );
  const answer = await send(body, { 'content-type': 'application/json' });
  expect(JSON.parse(answer.body.toString())).toEqual({
    partialSuccess: { rejectedSpans: '2', errorMessage: 'a span id of zeros' },
  });
  expect(await spansKept()).toBe(before + 1);
});

test.each([
  ['cut off', () => oneSpan().subarray(0, 40), protobuf],
  ['of noise', () => Buffer.from('ffffffffffffffffffffffff', 'hex'), protobuf],
  ['that ends groups it never began', () => Buffer.from([0x0c]), protobuf],
  ['of groups nested without end', () => Buffer.alloc(100_000, 0x0b), protobuf],
  ['that is no JSON', () => Buffer.from('{"resourceSpans":[}'), 'application/json'],
  ['that is JSON of something else', () => Buffer.from('[1]'), 'application/json'],
])('a body %s is refused with a reason, and nothing else is harmed', async (_what, body, type) => {
  const before = await collector().ask((api) => api.health());
  const answer = await send(body(), { 'content-type': type });
  expect([answer.status, answer.type]).toEqual([400, type]);
  expect(answer.body.toString()).toContain('The request is malformed: ');
  const after = await collector().ask((api) => api.health());
  expect([after.spans, after.refusedRequests]).toEqual([before.spans, before.refusedRequests + 1]);
  expect((await send(oneSpan(), { 'content-type': protobuf })).status).toBe(200);
});

test.each([
  ['with a kind that does not exist', (span: string) => span.replace('"kind":1', '"kind":"ODD"')],
  ['nested without end', (span: string) => span.replace('{"stringValue":"HERE"}', deepValue(500))],
])('of spans in JSON, one %s is refused by itself', async (_what, spoilt) => {
  const before = await spansKept();
  const spans = ['1', '2'].map((id) => ({ id, trace: nextTrace.toString(16), attributes: { deep: 'HERE' } }));
  nextTrace++;
  const answer = await send(spoilt(JSON.stringify(requestOf(spans))), { 'content-type': 'application/json' });
  expect([answer.status, (await spansKept()) - before]).toEqual([200, 1]);
  expect(answer.body.toString()).toContain('"rejectedSpans":"1"');
});

test('of spans in protobuf, one that is broken inside is refused by itself', async () => {
  const before = await spansKept();
  const body = wireOf(
    requestOf([
      { trace: 'c0ffee', id: '1', name: 'broken' },
      { trace: 'c0ffee', id: '2' },
    ]),
  );
  // The name is said to be longer than its span.
  body[Buffer.from(body).indexOf('broken') - 1] = 127;
  const answer = await send(body, { 'content-type': protobuf });
  expect([answer.status, (await spansKept()) - before]).toEqual([200, 1]);
  expect(answer.body.toString()).toContain('a field is longer than its message');
});

function deepValue(depth: number): string {
  return `${'{"arrayValue":{"values":['.repeat(depth)}{"boolValue":true}${']}}'.repeat(depth)}`;
}

test('every cut of a request is refused or accepted, and the collector lives', async () => {
  const whole = oneSpan();
  const statuses = new Set<number>();
  for (let length = 1; length < whole.length; length += 7) {
    statuses.add((await send(whole.subarray(0, length), { 'content-type': protobuf })).status);
  }
  expect([...statuses]).toEqual([400]);
});

test('a body that inflates beyond the limit is refused while it inflates', async () => {
  const bomb = gzipSync(Buffer.alloc(64 << 20));
  const answer = await send(bomb, { 'content-type': protobuf, 'content-encoding': 'gzip' });
  expect(answer.status).toBe(413);
  expect(answer.body.toString()).toContain('20 MiB');
  const { rssBytes } = await collector().ask((api) => api.health());
  expect(rssBytes).toBeLessThan(300 << 20);
});

test('a body that is too long as it comes is refused before it is read to its end', async () => {
  const answer = await send(Buffer.alloc(30 << 20), { 'content-type': protobuf }).catch(
    (error: unknown) => error,
  );
  // The sender may still be writing when the connection is closed under it.
  expect(answer instanceof Error || (answer as Answer).status === 413).toBe(true);
  expect((await send(oneSpan(), { 'content-type': protobuf })).status).toBe(200);
});

test('a body that says gzip and is none is malformed', async () => {
  const answer = await send(oneSpan(), { 'content-type': protobuf, 'content-encoding': 'gzip' });
  expect(answer.status).toBe(400);
});

test.each([
  [415, { 'content-type': 'text/plain' }],
  [415, {}],
  [415, { 'content-type': protobuf, 'content-encoding': 'br' }],
  [403, { 'content-type': protobuf, host: 'attacker.example' }],
  [403, { 'content-type': protobuf, origin: 'https://attacker.example' }],
  [403, { 'content-type': protobuf, origin: 'http://localhost.attacker.example' }],
  [403, { 'content-type': protobuf, 'sec-fetch-site': 'cross-site' }],
  [200, { 'content-type': protobuf, host: 'localhost:4318' }],
  [200, { 'content-type': protobuf, host: '[::1]:4318' }],
  [200, { 'content-type': protobuf, origin: 'http://localhost:5173', 'sec-fetch-site': 'cross-site' }],
] as [number, Record<string, string>][])('%d for headers %o', async (status, headers) => {
  expect((await send(oneSpan(), headers)).status).toBe(status);
});

test('a page from this machine gets its preflight and its origin back, another does not', async () => {
  const ask = {
    'access-control-request-method': 'POST',
    'access-control-request-headers': 'content-type,x-a',
  };
  const own = await send('', { ...ask, origin: 'http://127.0.0.1:3000' }, '/v1/traces', 'OPTIONS');
  expect(own.status).toBe(204);
  expect(own.headers).toMatchObject({
    'access-control-allow-origin': 'http://127.0.0.1:3000',
    'access-control-allow-headers': 'content-type,x-a',
    vary: 'Origin, Access-Control-Request-Headers, Access-Control-Request-Private-Network',
  });
  const other = await send('', { ...ask, origin: 'https://attacker.example' }, '/v1/traces', 'OPTIONS');
  expect([other.status, other.headers['access-control-allow-origin']]).toEqual([403, undefined]);
});

test('there is nothing to read at the ports', async () => {
  expect((await send('', {}, '/v1/traces', 'GET')).status).toBe(405);
  expect((await send('', {}, '/', 'GET')).status).toBe(404);
});

test('logs and metrics are kept in batches, empty ones are not', async () => {
  const json = { 'content-type': 'application/json' };
  const logs = '{"resourceLogs":[{"scopeLogs":[{"logRecords":[{"body":{"stringValue":"hello"}}]}]}]}';
  const metrics =
    '{"resourceMetrics":[{"scopeMetrics":[{"metrics":[{"name":"m","gauge":{"dataPoints":[{"asInt":"1"}]}}]}]}]}';
  const before = await collector().ask((api) => api.health());
  for (const body of [logs, '{"resourceLogs":[]}', '{"resourceLogs":[{"scopeLogs":[{}]}]}'])
    expect((await send(body, json, '/v1/logs')).status).toBe(200);
  expect((await send(metrics, json, '/v1/metrics')).status).toBe(200);
  expect((await send('no', json, '/v1/logs')).status).toBe(400);
  const after = await collector().ask((api) => api.health());
  expect([after.logBatches - before.logBatches, after.metricBatches - before.metricBatches]).toEqual([1, 1]);
});

test('gRPC answers by its own codes', async () => {
  expect(await call(oneSpan())).toEqual({ code: 0, message: '' });
  expect(await call(oneSpan().subarray(0, 30))).toMatchObject({ code: 3 });
  expect((await call(oneSpan().subarray(0, 30))).message).toContain('The request is malformed: ');
  expect(await call(oneSpan(), '/somewhere/Else')).toMatchObject({ code: 12 });
  expect(await call(new Uint8Array(21 << 20))).toMatchObject({ code: 8 });
  expect(await call(oneSpan())).toMatchObject({ code: 0 });
});

test('OTLP/HTTP over HTTP/2 with prior knowledge', async () => {
  const session = connect(`http://${collector().ready.grpc}`);
  const stream = session.request({ ':method': 'POST', ':path': '/v1/traces', 'content-type': protobuf });
  const status = new Promise((resolve) => stream.on('response', (headers) => resolve(headers[':status'])));
  stream.end(oneSpan());
  stream.resume();
  expect(await status).toBe(200);
  session.close();
});

test('the first bytes may come one by one', async () => {
  const body = oneSpan();
  const { port } = new URL(`http://${collector().ready.http}`);
  const socket = connectSocket(Number(port), '127.0.0.1').setNoDelay();
  const answer = new Promise<string>((resolve) => socket.once('data', (chunk) => resolve(chunk.toString())));
  const head = `POST /v1/traces HTTP/1.1\r\nhost: localhost\r\ncontent-type: ${protobuf}\r\ncontent-length: ${body.length}\r\n\r\n`;
  for (const character of head) {
    socket.write(character);
    await new Promise(setImmediate);
  }
  socket.write(body);
  expect(await answer).toContain('200 OK');
  socket.destroy();
});

test('both addresses of this machine are listened at', async () => {
  const { port } = new URL(`http://${collector().ready.http}`);
  const socket = connectSocket(Number(port), '::1');
  const connected = await new Promise<boolean | string>((resolve) => {
    socket.once('connect', () => resolve(true));
    socket.once('error', (error: NodeJS.ErrnoException) => resolve(error.code ?? ''));
  });
  socket.destroy();
  expect([true, 'EADDRNOTAVAIL', 'EAFNOSUPPORT', 'ENETUNREACH']).toContain(connected);
});

test('while paused everything is refused as retryable', async () => {
  await collector().ask((api) => api.setPaused({ paused: true }));
  const answer = await send(oneSpan(), { 'content-type': protobuf });
  expect([answer.status, answer.headers['retry-after']]).toEqual([503, '1']);
  expect(await call(oneSpan())).toMatchObject({ code: 14 });
  await collector().ask((api) => api.setPaused({ paused: false }));
  expect(await call(oneSpan())).toMatchObject({ code: 0 });
});

test('clients hear of changes, and of which traces changed', async () => {
  const heard: string[] = [];
  let wake: () => void = () => undefined;
  const stop = await collector().listen((change) => {
    heard.push(...change.changedTraces);
    wake();
  });
  await send(wireOf(requestOf([{ trace: 'abc123', id: '1' }])), { 'content-type': protobuf });
  while (!heard.includes('abc123'.padStart(32, '0'))) {
    await new Promise<void>((resolve) => {
      wake = resolve;
    });
  }
  stop();
});
