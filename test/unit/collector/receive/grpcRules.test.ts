import { Buffer } from 'node:buffer';
import type { ClientHttp2Session, OutgoingHttpHeaders } from 'node:http2';
import { deflateSync, gzipSync, zstdCompressSync } from 'node:zlib';
import { afterEach, expect, test } from 'vitest';
import { collectorOfFile } from '../collectorOfFile.ts';
import { requestOf, wireOf } from '../otlpRequest.ts';
import { FrameConnection, flag, frameOf, frameType, headerBlock } from './http2Frames.ts';
import { callRaw, framed, openSession, type RawGrpcAnswer, traceExport } from './rawGrpc.ts';

const collector = collectorOfFile();
const sessions: ClientHttp2Session[] = [];
afterEach(() => {
  for (const session of sessions.splice(0)) session.destroy();
});

function newSession(): ClientHttp2Session {
  const session = openSession(collector().ready.grpc);
  sessions.push(session);
  return session;
}

let nextTrace = 1;
function span(): Uint8Array<ArrayBuffer> {
  return wireOf(requestOf([{ trace: (nextTrace++).toString(16), id: '1' }]));
}
const call = (headers: OutgoingHttpHeaders, ...parts: Uint8Array[]): Promise<RawGrpcAnswer> =>
  callRaw(newSession(), headers, parts);

function told({ headers, status, message }: RawGrpcAnswer): string {
  const httpStatus = Number(headers[':status']);
  const http = httpStatus === 200 ? '' : `HTTP ${httpStatus} `;
  return `${http}${status} ${decodeURIComponent(message)}`.trim();
}

async function spansKept(): Promise<number> {
  return (await collector().ask((api) => api.health())).spans;
}

const health = '/grpc.health.v1.Health/Check';
const rows: readonly (readonly [string, OutgoingHttpHeaders, () => readonly Uint8Array[], string])[] = [
  ['one message', {}, () => [framed(span())], '0'],
  ['a message of no bytes', {}, () => [framed(Buffer.alloc(0))], '0'],
  ['application/grpc+proto', { 'content-type': 'application/grpc+proto' }, () => [framed(span())], '0'],
  ['no te', { te: undefined }, () => [framed(span())], '0'],
  ['binary metadata', { 'x-a-bin': 'AAEC', 'x-b-bin': 'AAE=' }, () => [framed(span())], '0'],
  ['gzip', { 'grpc-encoding': 'gzip' }, () => [framed(gzipSync(span()), 1)], '0'],
  ['deflate', { 'grpc-encoding': 'deflate' }, () => [framed(deflateSync(span()), 1)], '0'],
  ['zstd', { 'grpc-encoding': 'zstd' }, () => [framed(zstdCompressSync(span()), 1)], '0'],
  ['gzip named, flag 0', { 'grpc-encoding': 'gzip' }, () => [framed(span())], '0'],
  ['snappy named, flag 0', { 'grpc-encoding': 'snappy' }, () => [framed(span())], '0'],
  ['cut into bytes', {}, () => [...framed(span())].map((byte) => Uint8Array.of(byte)), '0'],
  ['health', { ':path': health }, () => [framed(Buffer.alloc(0))], '0'],
  [
    'health of a service',
    { ':path': health },
    () => [framed(Buffer.from('\n\x33opentelemetry.proto.collector.trace.v1.TraceService'))],
    '0',
  ],
  [
    'health of another service',
    { ':path': health },
    () => [framed(Buffer.from('\n\x04none'))],
    '5 There is no service none here.',
  ],
  [
    'health, watched',
    { ':path': '/grpc.health.v1.Health/Watch' },
    () => [framed(Buffer.alloc(0))],
    '12 There is no method /grpc.health.v1.Health/Watch here.',
  ],
  [
    'reflection',
    { ':path': '/grpc.reflection.v1.ServerReflection/ServerReflectionInfo' },
    () => [framed(Buffer.alloc(0))],
    '12 There is no service for /grpc.reflection.v1.ServerReflection/ServerReflectionInfo here.',
  ],
  [
    'profiles',
    { ':path': '/opentelemetry.proto.collector.profiles.v1development.ProfilesService/Export' },
    () => [framed(Buffer.alloc(0))],
    '12 There is no service for /opentelemetry.proto.collector.profiles.v1development.ProfilesService/Export here.',
  ],
  [
    'another method',
    { ':path': `${traceExport}s` },
    () => [framed(span())],
    '12 There is no method /opentelemetry.proto.collector.trace.v1.TraceService/Exports here.',
  ],
  ['no message', {}, () => [], '12 The call has no message.'],
  [
    'two messages',
    {},
    () => [framed(span()), framed(span())],
    '12 The call has several messages, and the method takes one.',
  ],
  ['a cut head', {}, () => [Uint8Array.of(0, 0)], '13 The call ended in the middle of its message.'],
  ['a cut message', {}, () => [framed(span(), 0, 5_000)], '13 The call ended in the middle of its message.'],
  ['flag 2', {}, () => [framed(span(), 2)], '13 The compressed flag is 2, neither 0 nor 1.'],
  [
    'flag 1 without encoding',
    {},
    () => [framed(gzipSync(span()), 1)],
    '13 The compressed flag is set, but grpc-encoding does not say how the message is compressed.',
  ],
  [
    'flag 1 with identity',
    { 'grpc-encoding': 'identity' },
    () => [framed(span(), 1)],
    '13 The compressed flag is set, but grpc-encoding does not say how the message is compressed.',
  ],
  [
    'flag 1 with snappy',
    { 'grpc-encoding': 'snappy' },
    () => [framed(span(), 1)],
    '12 The encoding "snappy" is not supported. Send the message with one of these: identity, gzip, deflate, zstd.',
  ],
  [
    'no gzip at all',
    { 'grpc-encoding': 'gzip' },
    () => [framed(span(), 1)],
    '3 The request is malformed: the body is not gzip (incorrect header check).',
  ],
  [
    'no protobuf',
    {},
    () => [framed(Buffer.from('ffffff', 'hex'))],
    '3 The request is malformed: the message ends inside a number.',
  ],
  [
    'a length of 4 GB',
    {},
    () => [framed(span(), 0, 0xffffffff)],
    '8 A request may be 20 MiB at most, after decompression. Send smaller batches.',
  ],
  [
    'JSON',
    { 'content-type': 'application/grpc+json' },
    () => [framed(Buffer.from('{}'))],
    '12 Messages are protobuf here. Send JSON over HTTP to /v1/traces, /v1/logs or /v1/metrics.',
  ],
  ['a deadline far away', { 'grpc-timeout': '99999999H' }, () => [framed(span())], '0'],
  [
    'a deadline of nothing',
    { 'grpc-timeout': '0n' },
    () => [framed(span())],
    '4 The message did not come before the deadline.',
  ],
  ['no deadline at all', { 'grpc-timeout': 'soon' }, () => [framed(span())], '0'],
  ['another content type', { 'content-type': 'application/xml' }, () => [framed(span())], 'HTTP 415'],
  ['gRPC-Web', { 'content-type': 'application/grpc-web+proto' }, () => [framed(span())], 'HTTP 415'],
  ['GET', { ':method': 'GET' }, () => [], 'HTTP 405'],
];

test.each(rows)('%s', async (_what, headers, parts, expected) => {
  expect(told(await call(headers, ...parts()))).toBe(expected);
});

test('what is compressed is kept, what is refused is not', async () => {
  const before = await spansKept();
  await call({ 'grpc-encoding': 'zstd' }, framed(zstdCompressSync(span()), 1));
  await call({}, framed(span()), framed(span()));
  await call({ 'grpc-timeout': '0n' }, framed(span()));
  expect((await spansKept()) - before).toBe(1);
});

test('errors are trailers only, and say what is accepted', async () => {
  const answer = await call({ 'grpc-encoding': 'br' }, framed(span(), 1));
  expect(answer.headers).toMatchObject({
    ':status': 200,
    'content-type': 'application/grpc',
    'grpc-accept-encoding': 'identity,gzip,deflate,zstd',
    'grpc-status': '12',
  });
  expect(answer.body.length).toBe(0);
});

test('partial success, and the health check says SERVING', async () => {
  const body = wireOf(
    requestOf([
      { trace: 'fafafa', id: '1' },
      { trace: 'fafafa', id: '0' },
    ]),
  );
  const answer = await call({}, framed(body));
  expect([answer.status, answer.body.subarray(5).toString('latin1')]).toEqual([
    '0',
    '\n\x16\x08\x01\x12\x12a span id of zeros',
  ]);
  const served = await call({ ':path': health }, framed(Buffer.alloc(0)));
  expect(served.body).toEqual(framed(Uint8Array.of(8, 1)));
});

test('a message whose deadline passes while it comes is not kept', async () => {
  const before = await spansKept();
  const stream = newSession().request({
    ':method': 'POST',
    ':path': traceExport,
    'content-type': 'application/grpc',
    'grpc-timeout': '50m',
  });
  stream.write(framed(span()).subarray(0, 20));
  const status = await new Promise((resolve) =>
    stream.on('response', (headers) => resolve(headers['grpc-status'])),
  );
  stream.close();
  expect([status, (await spansKept()) - before]).toEqual(['4', 0]);
});

test('a request that is reset in its middle leaves nothing', async () => {
  const before = await spansKept();
  const connection = await FrameConnection.open(collector().ready.grpc);
  const head = headerBlock({
    ':method': 'POST',
    ':scheme': 'http',
    ':path': '/v1/traces',
    ':authority': 'localhost',
    'content-type': 'application/x-protobuf',
  });
  for (const [i, code] of [0, 8].entries()) {
    connection.send(
      frameOf(frameType.headers, flag.endHeaders, 2 * i + 1, head),
      // Requests one after the other are one: what came so far would be accepted by itself.
      frameOf(frameType.data, 0, 2 * i + 1, span()),
      frameOf(frameType.reset, 0, 2 * i + 1, Buffer.from([0, 0, 0, code])),
    );
  }
  connection.send(
    frameOf(frameType.headers, flag.endHeaders, 5, head),
    frameOf(frameType.data, flag.endStream, 5, span()),
  );
  expect(await connection.ended(5)).toBe('ended');
  connection.raw.end();
  expect((await spansKept()) - before).toBe(1);
});

test('frames: several in one write, one in several, pings and settings between them', async () => {
  const before = await spansKept();
  const connection = await FrameConnection.open(collector().ready.grpc);
  const head = headerBlock({
    ':method': 'POST',
    ':scheme': 'http',
    ':path': traceExport,
    ':authority': 'localhost',
    'content-type': 'application/grpc',
  });
  const body = framed(span());
  connection.send(
    frameOf(frameType.headers, 0, 1, head.subarray(0, 30)),
    frameOf(frameType.continuation, flag.endHeaders, 1, head.subarray(30)),
    frameOf(frameType.data, 0, 1, body.subarray(0, 3)),
    frameOf(frameType.ping, 0, 0, Buffer.alloc(8, 7)),
    frameOf(frameType.headers, flag.endHeaders, 3, head),
    frameOf(frameType.data, flag.endStream, 3, framed(span())),
    frameOf(frameType.data, 0, 1),
    frameOf(frameType.data, 0, 1, body.subarray(3)),
    frameOf(frameType.data, flag.endStream, 1),
  );
  expect([await connection.ended(1), await connection.ended(3)]).toEqual(['ended', 'ended']);
  const pong = await connection.wait((frame) => frame.type === frameType.ping && frame.flags === flag.ack);
  expect(pong?.payload).toEqual(Buffer.alloc(8, 7));
  const last = headerBlock({
    ':method': 'POST',
    ':scheme': 'http',
    ':path': traceExport,
    ':authority': 'localhost',
    'content-type': 'application/grpc',
  });
  const whole = Buffer.concat([
    frameOf(frameType.headers, flag.endHeaders, 5, last),
    frameOf(frameType.data, flag.endStream, 5, framed(span())),
  ]);
  for (const byte of whole) {
    connection.send(Buffer.from([byte]));
    await new Promise(setImmediate);
  }
  expect(await connection.ended(5)).toBe('ended');
  connection.send(frameOf(frameType.goAway, 0, 0, Buffer.alloc(8)));
  await connection.raw.untilClosed();
  expect((await spansKept()) - before).toBe(3);
});

test('ten thousand calls on one connection', async () => {
  const session = newSession();
  const before = await spansKept();
  let failed = 0;
  for (let round = 0; round < 20; round++) {
    const answers = await Promise.all(
      Array.from({ length: 500 }, () => callRaw(session, {}, [framed(span())])),
    );
    failed += answers.filter(({ status }) => status !== '0').length;
  }
  expect([failed, (await spansKept()) - before]).toEqual([0, 10_000]);
}, 60_000);
