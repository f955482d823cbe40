import { Buffer } from 'node:buffer';
import { statSync } from 'node:fs';
import { connect as connectTcp } from 'node:net';
import { networkInterfaces } from 'node:os';
import { dirname, join } from 'node:path';
import { deflateSync, gzipSync, zstdCompressSync } from 'node:zlib';
import { afterEach, beforeAll, describe, expect, test } from 'vitest';
import { openConnection } from '../../../src/client/connection.ts';
import { readCollectorState } from '../../../src/client/findCollector.ts';
import { mostConnections } from '../../../src/collector/receive/crowd.ts';
import { ensureExists } from '../../../src/shared/assert.ts';
import type { SpanId, TraceId } from '../../../src/shared/ids.ts';
import { collectorOfFile } from './collectorOfFile.ts';
import { requestOf, wireOf } from './otlpRequest.ts';
import { FrameConnection, flag, frameOf, frameType, headerBlock } from './receive/http2Frames.ts';
import { askRaw, RawConnection } from './receive/rawConnection.ts';
import { callRaw, framed, openSession, traceExport } from './receive/rawGrpc.ts';

/** One group for each threat of the security notes, by their numbers, with the attack as a real client would send it. */
const collector = collectorOfFile();
const protobuf = 'content-type: application/x-protobuf';
const mib = 1 << 20;

let nextTrace = 1;
function span(): Uint8Array<ArrayBuffer> {
  return wireOf(requestOf([{ trace: (nextTrace++).toString(16), id: '1' }]));
}

function post(headers: readonly string[], body: Uint8Array | string = span(), target = '/v1/traces'): Buffer {
  const bytes = Buffer.from(body);
  const head = [`POST ${target} HTTP/1.1`, ...headers, `content-length: ${bytes.length}`, '', ''];
  return Buffer.concat([Buffer.from(head.join('\r\n')), bytes]);
}

/** The status, or `undefined` where the connection is closed without an answer. */
async function statusOf(request: Uint8Array): Promise<number | undefined> {
  return (await askRaw(collector().ready.http, request))?.status;
}

async function health(): Promise<{ readonly spans: number; readonly rss: number }> {
  const { spans, rssBytes } = await collector().ask((api) => api.health());
  return { spans, rss: rssBytes };
}

let rssAtStart = 0;
let spansBefore = 0;
beforeAll(async () => {
  rssAtStart = (await health()).rss;
});

/** Of all attacks together, gigabytes of which were sent: a few times the receive budget, since garbage waits for its collection. */
const boundBytes = 384 * mib;

/** A normal client is answered after each attack, and memory is bounded. */
afterEach(async () => {
  expect(await statusOf(post(['host: localhost', protobuf]))).toBe(200);
  expect((await health()).rss - rssAtStart).toBeLessThan(boundBytes);
});

async function keptSince(attack: () => Promise<void>): Promise<number> {
  spansBefore = (await health()).spans;
  await attack();
  return (await health()).spans - spansBefore;
}

describe('1. a page writes spans of its own', () => {
  test.each([
    [415, ['content-type: text/plain', 'origin: http://localhost:3000']],
    [415, ['content-type: text/plain']],
    [415, ['content-type: application/x-www-form-urlencoded']],
    [415, ['content-type: multipart/form-data; boundary=x']],
    [415, []],
    [403, ['content-type: text/plain', 'origin: https://attacker.example']],
    [403, [protobuf, 'origin: https://attacker.example']],
    [403, [protobuf, 'origin: null']],
    [403, [protobuf, 'origin: http://localhost.attacker.example']],
    [403, [protobuf, 'origin: http://localhost:80@attacker.example']],
    [403, [protobuf, 'origin: https://127.0.0.1.nip.io']],
    [403, [protobuf, 'sec-fetch-site: cross-site']],
    [403, [protobuf, 'origin: https://attacker.example', 'sec-fetch-site: same-site']],
  ])('%d for %o', async (status, headers) => {
    const kept = await keptSince(async () => {
      expect(await statusOf(post(['host: localhost', ...headers]))).toBe(status);
    });
    expect(kept).toBe(0);
  });

  test('its preflight is refused, without a word that would allow anything', async () => {
    const ask = [
      'host: localhost',
      'origin: https://attacker.example',
      'access-control-request-method: POST',
    ];
    const request = ['OPTIONS /v1/traces HTTP/1.1', ...ask, '', ''].join('\r\n');
    const answer = ensureExists(await askRaw(collector().ready.http, request));
    expect([answer.status, [...answer.headers.keys()].filter((name) => name.startsWith('access-'))]).toEqual([
      403,
      [],
    ]);
  });

  test('over HTTP/2, gRPC and not', async () => {
    const session = openSession(collector().ready.grpc);
    const kept = await keptSince(async () => {
      const grpc = await callRaw(session, { origin: 'https://attacker.example' }, [framed(span())]);
      expect(grpc.status).toBe('7');
      const site = await callRaw(session, { 'sec-fetch-site': 'cross-site' }, [framed(span())]);
      expect(site.status).toBe('7');
      const form = await callRaw(session, { ':path': '/v1/traces', 'content-type': 'text/plain' }, [span()]);
      expect(form.headers[':status']).toBe(415);
    });
    session.destroy();
    expect(kept).toBe(0);
  });
});

describe('2. a name that was bound to this machine', () => {
  test.each([
    [200, 'localhost'],
    [200, 'LOCALHOST:4318'],
    [200, 'shop.localhost:4318'],
    [200, '127.0.0.1:4318'],
    [200, '127.1.2.3'],
    [200, '[::1]:4318'],
    [200, 'host.docker.internal:4318'],
    [403, 'attacker.example'],
    [403, 'attacker.example:4318'],
    [403, 'localhost.evil.com'],
    [403, 'localhost.evil.com:4318'],
    [403, '127.0.0.1.nip.io'],
    [403, 'evil-127.0.0.1'],
    [403, 'a.b.localhost.'],
    [403, '::1'],
    [403, '[::2]:4318'],
    [403, '[::1'],
    [403, '[::ffff:10.0.0.1]'],
    [403, '10.0.0.1'],
    [403, '0.0.0.0:4318'],
    [403, ':4318'],
    [403, ''],
    [403, 'localhost:4318:80'],
    [403, 'user@localhost'],
    [403, 'localhost, attacker.example'],
  ])('%d for Host %j', async (status, host) => {
    expect(await statusOf(post([`host: ${host}`, protobuf]))).toBe(status);
  });

  test('in the target, twice, and not at all', async () => {
    const own = ['host: localhost', protobuf];
    expect(await statusOf(post(own, span(), 'http://attacker.example/v1/traces'))).toBe(403);
    expect(
      await statusOf(post(['host: attacker.example', protobuf], span(), 'http://localhost/v1/traces')),
    ).toBe(403);
    expect(await statusOf(post(['host: localhost', ...own]))).toBe(400);
    expect(await statusOf(post(['host: localhost', 'host: attacker.example', protobuf]))).toBe(400);
    expect(await statusOf(post([protobuf]))).toBe(400);
    const old = `POST /v1/traces HTTP/1.0\r\n${protobuf}\r\ncontent-length: 0\r\n\r\n`;
    expect(await statusOf(Buffer.from(old))).toBe(403);
  });

  test('as :authority', async () => {
    const session = openSession(collector().ready.grpc);
    const ask = async (headers: Record<string, string>): Promise<string> =>
      (await callRaw(session, headers, [framed(span())])).status;
    expect(await ask({ ':authority': 'localhost:4317' })).toBe('0');
    expect(await ask({ ':authority': 'attacker.example' })).toBe('7');
    expect(await ask({ ':authority': '127.0.0.1.nip.io:4317' })).toBe('7');
    expect(await ask({ ':authority': 'localhost', host: 'attacker.example' })).toBe('7');
    session.destroy();
  });

  test('nothing that was stored is answered', async () => {
    for (const path of [
      '/',
      '/v1/traces',
      '/api/traces',
      '/health',
      '/metrics',
      '/api/v2/traces',
      '/favicon.ico',
    ]) {
      const request = `GET ${path} HTTP/1.1\r\nhost: localhost\r\n\r\n`;
      const answer = ensureExists(await askRaw(collector().ready.http, request));
      expect([404, 405]).toContain(answer.status);
      expect(answer.body.toString()).toContain('nothing of it is answered here');
    }
  });
});

describe('3. pages of this machine', () => {
  test('are told that they may, on the private network too, and without credentials', async () => {
    const lines = [
      'OPTIONS /v1/traces HTTP/1.1',
      'host: localhost:4318',
      'origin: http://localhost:5173',
      'access-control-request-method: POST',
      'access-control-request-headers: content-type,x-custom',
      'access-control-request-private-network: true',
    ];
    const answer = ensureExists(await askRaw(collector().ready.http, `${lines.join('\r\n')}\r\n\r\n`));
    const told = [...answer.headers]
      .filter(([name]) => /^(access|vary)/.test(name))
      .map((pair) => pair.join(': '));
    expect([`${answer.status}`, ...told].join('\n')).toBe(`204
access-control-allow-origin: http://localhost:5173
access-control-expose-headers: Retry-After
vary: Origin, Access-Control-Request-Headers, Access-Control-Request-Private-Network
access-control-allow-methods: POST
access-control-allow-headers: content-type,x-custom
access-control-max-age: 7200
access-control-allow-private-network: true`);
  });

  test('send, and read why not', async () => {
    const headers = ['host: localhost', 'origin: http://127.0.0.1:5173', 'sec-fetch-site: cross-site'];
    const answer = ensureExists(await askRaw(collector().ready.http, post([...headers, protobuf])));
    expect([
      answer.status,
      answer.headers.get('access-control-allow-origin'),
      answer.headers.get('vary'),
    ]).toEqual([200, 'http://127.0.0.1:5173', 'Origin']);
    const refused = ensureExists(
      await askRaw(collector().ready.http, post([...headers, 'content-type: a/b'])),
    );
    expect([refused.status, refused.headers.get('access-control-allow-origin')]).toEqual([
      415,
      'http://127.0.0.1:5173',
    ]);
  });

  test('others send where a setting names them', async () => {
    const request = (): Buffer => post(['host: localhost', 'origin: https://app.example.com', protobuf]);
    await collector().ask((api) => api.configure({ allowedOrigins: ['https://app.example.com'] }));
    expect(await statusOf(request())).toBe(200);
    await collector().ask((api) => api.configure({ allowedOrigins: [] }));
    expect(await statusOf(request())).toBe(403);
  });
});

test('4. it listens at loopback addresses only', async () => {
  const port = Number(new URL(`http://${collector().ready.http}`).port);
  const others = Object.values(networkInterfaces())
    .flatMap((addresses) => addresses ?? [])
    .filter(({ internal }) => !internal);
  for (const { address, scopeid } of others) {
    const host = scopeid === undefined || scopeid === 0 ? address : `${address}%${scopeid}`;
    const socket = connectTcp({ port, host });
    const reached = await new Promise((resolve) => {
      socket.once('connect', () => resolve(true));
      socket.once('error', () => resolve(false));
    });
    socket.destroy();
    expect([host, reached]).toEqual([host, false]);
  }
});

describe('5. bombs and crowds over HTTP', () => {
  const zeros = Buffer.alloc(200 * mib);
  test.each([
    ['gzip', () => gzipSync(zeros)],
    ['deflate', () => deflateSync(zeros)],
    ['zstd', () => zstdCompressSync(zeros)],
    ['gzip', () => Buffer.concat(Array.from({ length: 40 }, () => gzipSync(Buffer.alloc(mib))))],
    ['zstd', () => Buffer.concat(Array.from({ length: 40 }, () => zstdCompressSync(Buffer.alloc(mib))))],
  ])('%s that unpacks to too much, twenty at once', async (coding, bomb) => {
    const request = post(['host: localhost', protobuf, `content-encoding: ${coding}`], bomb());
    const statuses = await Promise.all(Array.from({ length: 20 }, () => statusOf(request)));
    expect(statuses.filter((status) => status !== 413 && status !== 503)).toEqual([]);
    expect(statuses).toContain(413);
  });

  test.each(['br', 'compress', 'gzip, gzip', 'snappy', 'gzip,zstd'])(
    'encoding %s is not read',
    async (coding) => {
      expect(await statusOf(post(['host: localhost', protobuf, `content-encoding: ${coding}`]))).toBe(415);
    },
  );

  test('twenty-one megabytes, with and without a length', async () => {
    const connection = await RawConnection.open(collector().ready.http);
    connection.send(
      `POST /v1/traces HTTP/1.1\r\nhost: localhost\r\n${protobuf}\r\ntransfer-encoding: chunked\r\n\r\n`,
    );
    const piece = Buffer.concat([Buffer.from('100000\r\n'), Buffer.alloc(mib), Buffer.from('\r\n')]);
    for (let i = 0; i < 21; i++) connection.send(piece);
    const status = await connection.until((received) => /^HTTP\/1.1 (\d+)/.exec(received.toString())?.[1]);
    expect(status).toBe('413');
    connection.end();
  });

  test('heads that are too long, or have too many lines', async () => {
    const long = `a: ${'x'.repeat(20_000)}`;
    expect(await statusOf(post(['host: localhost', protobuf, long]))).toBe(431);
    const many = Array.from({ length: 5_000 }, (_, i) => `a${i}: b`);
    expect(await statusOf(post(['host: localhost', protobuf, ...many]))).toBe(431);
  });

  test('what the guard looks at is not lost behind many lines', async () => {
    const many = Array.from({ length: 2_500 }, () => 'a:');
    expect(
      await statusOf(post([...many, 'host: localhost', protobuf, 'origin: https://attacker.example'])),
    ).toBe(403);
  });

  test('requests within requests', async () => {
    const smuggled = 'GET /v1/traces HTTP/1.1\r\nhost: localhost\r\n\r\n';
    const head = `POST /v1/traces HTTP/1.1\r\nhost: localhost\r\n${protobuf}\r\n`;
    for (const framing of [
      'content-length: 4\r\ntransfer-encoding: chunked',
      'transfer-encoding: chunked\r\ncontent-length: 4',
      'content-length: 0\r\ncontent-length: 4',
      'transfer-encoding: chunked, identity',
      'transfer-encoding: xchunked',
      'transfer-encoding : chunked',
      'content-length: +4',
    ]) {
      const connection = await RawConnection.open(collector().ready.http);
      connection.send(`${head}${framing}\r\n\r\n0\r\n\r\n${smuggled}`);
      await connection.untilClosed();
      const statuses = [...connection.received.toString().matchAll(/^HTTP\/1.1 (\d+)/gm)].map(
        (match) => match[1],
      );
      expect([framing, statuses]).toEqual([framing, ['400']]);
    }
  });

  test('too many connections: the last are turned away, the others stay', async () => {
    const address = collector().ready.http;
    const crowd = await Promise.all(
      Array.from({ length: mostConnections }, () => RawConnection.open(address)),
    );
    const late = await RawConnection.open(address);
    await late.untilClosed();
    expect(late.received.toString()).toMatch(/^HTTP\/1.1 503 .*\r\nretry-after: 1\r\n/);
    const first = ensureExists(crowd[0]);
    first.send(post(['host: localhost', protobuf]));
    expect(
      await first.until((received) =>
        received.length > 0 ? received.subarray(0, 15).toString() : undefined,
      ),
    ).toBe('HTTP/1.1 200 OK');
    for (const connection of crowd) connection.end();
    while ((await statusOf(post(['host: localhost', protobuf]))) !== 200);
  });
});

describe('6. bombs and floods over HTTP/2', () => {
  test('messages that are, or unpack to, too much', async () => {
    const session = openSession(collector().ready.grpc);
    const zeros = Buffer.alloc(64 * mib);
    const bombs: [string, Buffer][] = [
      ['gzip', gzipSync(zeros)],
      ['deflate', deflateSync(zeros)],
      ['zstd', zstdCompressSync(zeros)],
    ];
    for (const [encoding, bomb] of bombs) {
      const answer = await callRaw(session, { 'grpc-encoding': encoding }, [framed(bomb, 1)]);
      expect([encoding, answer.status]).toEqual([encoding, '8']);
      expect(answer.details).toBe('');
    }
    const long = await callRaw(session, {}, [framed(Buffer.alloc(21 * mib))]);
    expect(long.status).toBe('8');
    const said = await callRaw(session, {}, [framed(span(), 0, 0x7fffffff)]);
    expect(said.status).toBe('8');
    session.destroy();
  });

  const fields = {
    ':method': 'POST',
    ':scheme': 'http',
    ':path': traceExport,
    ':authority': 'localhost',
    'content-type': 'application/grpc',
  };

  async function flooded(
    frames: (connection: FrameConnection) => Iterable<Buffer>,
  ): Promise<FrameConnection> {
    const connection = await FrameConnection.open(collector().ready.grpc);
    await connection.wait(({ type }) => type === frameType.settings);
    let sent: Buffer[] = [];
    for (const frame of frames(connection)) {
      sent.push(frame);
      if (sent.length < 500) continue;
      connection.send(...sent);
      sent = [];
      await new Promise(setImmediate);
      if (connection.raw.closed) break;
    }
    if (!connection.raw.closed) connection.send(...sent);
    await connection.raw.untilClosed();
    return connection;
  }

  test('streams that are opened only to be reset: the connection is ended', async () => {
    const block = headerBlock(fields);
    await flooded(function* () {
      for (let stream = 1; stream < 400_000; stream += 2) {
        yield frameOf(frameType.headers, flag.endHeaders, stream, block);
        yield frameOf(frameType.reset, 0, stream, Buffer.from([0, 0, 0, 8]));
      }
    });
  }, 30_000);

  test('settings without end: the connection is ended', async () => {
    await flooded(function* () {
      for (let i = 0; i < 400_000; i++) yield frameOf(frameType.settings, 0, 0);
    });
  }, 30_000);

  test('a head that goes on without end: the connection is ended', async () => {
    const piece = headerBlock(
      Object.fromEntries(Array.from({ length: 50 }, (_, i) => [`x-${i}`, 'y'.repeat(100)])),
    );
    await flooded(function* () {
      yield frameOf(frameType.headers, 0, 1, headerBlock(fields));
      for (let i = 0; i < 100_000; i++) yield frameOf(frameType.continuation, 0, 1, piece);
    });
  }, 30_000);

  test('pings whose answers are never read take no memory without end', async () => {
    const before = (await health()).rss;
    const connection = await FrameConnection.open(collector().ready.grpc);
    connection.raw.socket.pause();
    const pings = Buffer.concat(
      Array.from({ length: 1_000 }, () => frameOf(frameType.ping, 0, 0, Buffer.alloc(8))),
    );
    for (let i = 0; i < 500 && !connection.raw.closed; i++) {
      connection.send(pings);
      await new Promise(setImmediate);
    }
    expect((await health()).rss - before).toBeLessThan(100 * mib);
    connection.raw.end();
  }, 30_000);

  test('more streams at once than are allowed', async () => {
    const connection = await FrameConnection.open(collector().ready.grpc);
    await connection.wait(({ type, flags }) => type === frameType.settings && flags === flag.ack);
    const block = headerBlock(fields);
    const frames = Array.from({ length: 1_500 }, (_, i) =>
      frameOf(frameType.headers, flag.endHeaders, 2 * i + 1, block),
    );
    connection.send(...frames);
    expect(['reset', 'closed']).toContain(await connection.ended(2_999));
    connection.raw.end();
  });
});

describe('7. nesting', () => {
  function nested(depth: number, open: (inner: Uint8Array) => Uint8Array): Uint8Array {
    let bytes: Uint8Array = Buffer.alloc(0);
    for (let i = 0; i < depth; i++) bytes = open(bytes);
    return bytes;
  }
  function field(number: number, bytes: Uint8Array): Buffer {
    const length: number[] = [];
    let rest = bytes.length;
    for (; rest >= 128; rest >>>= 7) length.push((rest & 127) | 128);
    return Buffer.concat([Buffer.from([number * 8 + 2, ...length, rest]), bytes]);
  }
  /** An attribute whose value is a list in a list in a list. */
  const attribute = (depth: number): Buffer =>
    Buffer.concat([
      field(1, Buffer.from('deep')),
      field(
        2,
        nested(depth, (inner) => field(5, field(1, inner))),
      ),
    ]);

  test('of attribute values in protobuf: the span is kept, its value ends somewhere', async () => {
    const ids = [field(1, Buffer.alloc(16, 7)), field(2, Buffer.alloc(8, 7))];
    const deep = Buffer.concat([...ids, field(9, attribute(5_000))]);
    const body = field(1, field(2, field(2, deep)));
    expect(await statusOf(post(['host: localhost', protobuf], body))).toBe(200);
    const ref = { traceId: '07'.repeat(16) as TraceId, spanId: '07'.repeat(8) as SpanId };
    const detail = ensureExists(await collector().ask((api) => api.span(ref)));
    expect(JSON.stringify(detail.attributes).length).toBeLessThan(3_000);
  });

  test('of attribute values in logs: the record is refused by itself', async () => {
    const record = (depth: number): Buffer => field(2, field(6, attribute(depth)));
    const body = field(1, field(2, Buffer.concat([record(2), record(5_000)])));
    const answer = ensureExists(
      await askRaw(collector().ready.http, post(['host: localhost', protobuf], body, '/v1/logs')),
    );
    expect([answer.status, answer.body.toString('latin1')]).toEqual([
      200,
      '\n\x20\x08\x01\x12\x1ca value is nested too deeply',
    ]);
  });

  test.each([
    ['groups', Buffer.alloc(21_000, 0x0b), 'application/x-protobuf'],
    ['brackets', Buffer.alloc(mib, '['), 'application/json'],
    ['brackets in an unknown field', Buffer.from(`{"a":${'['.repeat(mib)}`), 'application/json'],
    ['objects', Buffer.from('{"resourceSpans":'.repeat(100_000)), 'application/json'],
  ])('of %s', async (_what, body, type) => {
    expect(await statusOf(post(['host: localhost', `content-type: ${type}`], body))).toBe(400);
  });

  test('of brackets that do end, in a field nobody knows', async () => {
    const body = `{"a":${'['.repeat(90_000)}${']'.repeat(90_000)},"resourceSpans":[]}`;
    expect(await statusOf(post(['host: localhost', 'content-type: application/json'], body))).toBe(200);
  });

  test('objects without end, and names that mean something to JavaScript', async () => {
    const json = ['host: localhost', 'content-type: application/json'];
    const wide = `{"resourceSpans":[${'{},'.repeat(6 * mib)}{}]}`;
    expect(await statusOf(post(json, wide))).toBe(200);
    const names =
      '{"__proto__":{"polluted":1},"constructor":{"prototype":{}},"resourceSpans":[{"__proto__":[]}]}';
    expect(await statusOf(post(json, names))).toBe(200);
  });
});

test('8. many bodies that never end take a bounded amount of memory, and others wait their turn', async () => {
  const before = (await health()).rss;
  const head = `POST /v1/traces HTTP/1.1\r\nhost: localhost\r\n${protobuf}\r\ncontent-length: 20000000\r\n\r\n`;
  const slow = await Promise.all(
    Array.from({ length: 30 }, () => RawConnection.open(collector().ready.http)),
  );
  for (const connection of slow) connection.send(Buffer.concat([Buffer.from(head), Buffer.alloc(5 * mib)]));
  const refused = await Promise.race(
    slow.map((connection) =>
      connection.until((received) => (received.length > 0 ? received.toString() : undefined)),
    ),
  );
  expect(refused).toMatch(/^HTTP\/1.1 503 /);
  expect(refused).toContain('retry-after: 1');
  expect((await health()).rss - before).toBeLessThan(200 * mib);
  for (const connection of slow) connection.end();
  while ((await statusOf(post(['host: localhost', protobuf]))) !== 200);
});

test('9. files are of their owner alone', async () => {
  const { data, socket } = collector().ready;
  const files = [data, join(data, 'spans.db'), join(data, 'collector.json'), dirname(socket)];
  const modes = files.map((path) => (statSync(path).mode & 0o777).toString(8));
  expect(modes).toEqual(['700', '600', '600', '700']);
});

test('10. the socket answers nothing to whom does not know the token', async () => {
  const state = ensureExists(await readCollectorState(collector().ready.data));
  const client = { name: 'guess', onChange: () => undefined };
  await expect(openConnection({ ...state, token: '' }, client)).rejects.toThrow('token');
  expect(collector().process.spawnargs.join(' ')).not.toContain(state.token);
  const socket = connectTcp(state.socket);
  const answered = new Promise<number>((resolve) => {
    let bytes = 0;
    socket.on('data', (chunk: Buffer) => {
      bytes += chunk.length;
    });
    socket.on('error', () => undefined);
    socket.on('close', () => resolve(bytes));
  });
  socket.end('GET /health HTTP/1.1\r\nhost: localhost\r\n\r\n');
  expect(await answered).toBe(0);
});
