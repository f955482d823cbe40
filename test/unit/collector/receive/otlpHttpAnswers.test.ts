import { Buffer } from 'node:buffer';
import { deflateRawSync, deflateSync, gzipSync, zstdCompressSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { collectorOfFile } from '../collectorOfFile.ts';
import { requestOf, wireOf } from '../otlpRequest.ts';
import { askRaw, type RawAnswer } from './rawConnection.ts';

const collector = collectorOfFile();
const protobuf = 'content-type: application/x-protobuf';
const json = 'content-type: application/json';

let nextTrace = 1;
function spanRequest(): object {
  return requestOf([{ trace: (nextTrace++).toString(16), id: '1' }]);
}
function wire(): Uint8Array<ArrayBuffer> {
  return wireOf(spanRequest());
}
function badSpans(): string {
  return JSON.stringify(requestOf([{ id: '1', trace: 'abc' }, { id: '0' }, { id: '2' }]));
}

const bodies: Readonly<Record<string, () => Uint8Array | string>> = {
  nothing: () => '',
  span: wire,
  jsonSpan: () => JSON.stringify(spanRequest()),
  gzip: () => gzipSync(wire()),
  twoGzips: () => Buffer.concat([gzipSync(wire()), gzipSync(wire())]),
  deflate: () => deflateSync(wire()),
  rawDeflate: () => deflateRawSync(wire()),
  zstd: () => zstdCompressSync(wire()),
  twoZstds: () => Buffer.concat([zstdCompressSync(wire()), zstdCompressSync(wire())]),
  cutGzip: () => gzipSync(wire()).subarray(0, 40),
  cutZstd: () => zstdCompressSync(wire()).subarray(0, 40),
  cut: () => wire().subarray(0, 40),
  '{}': () => '{}',
  '[]': () => '[]',
  badSpans,
};

/** Sends each request, `POST /v1/traces · header: value · body`, and writes what was answered behind it. */
async function answersTo(requests: string): Promise<string> {
  const lines: string[] = [];
  for (const line of requests.trim().split('\n')) {
    const [target = '', ...rest] = line.trim().split(' · ');
    const name = rest.at(-1) ?? '';
    const headers = name.includes(': ') ? rest : rest.slice(0, -1);
    const body = Buffer.from(bodies[name]?.() ?? '');
    const hasHost = headers.some((header) => /^host:/i.test(header));
    const host = hasHost ? [] : ['host: localhost'];
    const head = [`${target} HTTP/1.1`, ...host, ...headers, `content-length: ${body.length}`].join('\r\n');
    const answer = await askRaw(
      collector().ready.http,
      Buffer.concat([Buffer.from(`${head}\r\n\r\n`), body]),
    );
    lines.push(`${line.trim()} → ${answer === undefined ? 'closed' : told(answer)}`);
  }
  return `\n${lines.join('\n')}\n`;
}

const shownHeaders = ['allow', 'accept', 'accept-encoding', 'retry-after', 'access-control-allow-origin'];

function told({ status, headers, body }: RawAnswer): string {
  const type = (headers.get('content-type') ?? '').replace('application/', '').replace('; charset=utf-8', '');
  const shown = shownHeaders.flatMap((name) => (headers.has(name) ? [`${name}: ${headers.get(name)}`] : []));
  const isBinary = type === 'x-protobuf' && body.length > 0;
  const text = (isBinary ? printable(body) : body.toString().trim()).replace(/Send OTLP to .* here\./, '…');
  return [`${status}`, type, ...shown, text].filter((part) => part !== '').join(' | ');
}

/** Texts of a protobuf message. */
function printable(body: Buffer): string {
  return body.toString('latin1').replace(/[^ -~]+/g, '·');
}

test('content types, in kind', async () => {
  expect(
    await answersTo(`
      POST /v1/traces · ${protobuf} · span
      POST /v1/traces · ${protobuf} · nothing
      POST /v1/traces · ${json} · jsonSpan
      POST /v1/traces · content-type: Application/JSON; charset=utf-8 · {}
      POST /v1/traces · content-type: APPLICATION/X-PROTOBUF;q=1 · span
      POST /v1/traces · content-type: text/plain · span
      POST /v1/traces · span
      POST /v1/logs · ${json} · {}
      POST /v1/metrics · ${protobuf} · nothing
    `),
  ).toMatchInlineSnapshot(`
    "
    POST /v1/traces · content-type: application/x-protobuf · span → 200 | x-protobuf
    POST /v1/traces · content-type: application/x-protobuf · nothing → 200 | x-protobuf
    POST /v1/traces · content-type: application/json · jsonSpan → 200 | json | {}
    POST /v1/traces · content-type: Application/JSON; charset=utf-8 · {} → 200 | json | {}
    POST /v1/traces · content-type: APPLICATION/X-PROTOBUF;q=1 · span → 200 | x-protobuf
    POST /v1/traces · content-type: text/plain · span → 415 | text/plain | accept: application/x-protobuf, application/json | Send application/x-protobuf or application/json.
    POST /v1/traces · span → 415 | text/plain | accept: application/x-protobuf, application/json | Send application/x-protobuf or application/json.
    POST /v1/logs · content-type: application/json · {} → 200 | json | {}
    POST /v1/metrics · content-type: application/x-protobuf · nothing → 200 | x-protobuf
    "
  `);
});

test('encodings', async () => {
  const before = (await collector().ask((api) => api.health())).spans;
  expect(
    await answersTo(`
      POST /v1/traces · ${protobuf} · content-encoding: gzip · gzip
      POST /v1/traces · ${protobuf} · content-encoding: X-GZIP · twoGzips
      POST /v1/traces · ${protobuf} · content-encoding: deflate · deflate
      POST /v1/traces · ${protobuf} · content-encoding: deflate · rawDeflate
      POST /v1/traces · ${protobuf} · content-encoding: zstd · zstd
      POST /v1/traces · ${protobuf} · content-encoding: zstd · twoZstds
      POST /v1/traces · ${protobuf} · content-encoding: identity · span
      POST /v1/traces · ${protobuf} · content-encoding: gzip · nothing
    `),
  ).not.toMatch(/→ (?!200)/);
  expect((await collector().ask((api) => api.health())).spans - before).toBe(9);
  expect(
    await answersTo(`
      POST /v1/traces · ${protobuf} · content-encoding: br · span
      POST /v1/traces · ${json} · content-encoding: gzip, gzip · gzip
      POST /v1/traces · ${json} · content-encoding: gzip · jsonSpan
      POST /v1/traces · ${json} · content-encoding: gzip · cutGzip
      POST /v1/traces · ${json} · content-encoding: zstd · cutZstd
      POST /v1/traces · ${json} · content-encoding: zstd · jsonSpan
    `),
  ).toMatchInlineSnapshot(`
    "
    POST /v1/traces · content-type: application/x-protobuf · content-encoding: br · span → 415 | x-protobuf | accept-encoding: identity, gzip, deflate, zstd | ·SSend the body as it is or with one content encoding: identity, gzip, deflate, zstd.
    POST /v1/traces · content-type: application/json · content-encoding: gzip, gzip · gzip → 415 | json | accept-encoding: identity, gzip, deflate, zstd | {"code":12,"message":"Send the body as it is or with one content encoding: identity, gzip, deflate, zstd."}
    POST /v1/traces · content-type: application/json · content-encoding: gzip · jsonSpan → 400 | json | {"code":3,"message":"The request is malformed: the body is not gzip (incorrect header check).","details":[{"@type":"type.googleapis.com/google.rpc.BadRequest","fieldViolations":[{"description":"The request is malformed: the body is not gzip (incorrect header check)."}]}]}
    POST /v1/traces · content-type: application/json · content-encoding: gzip · cutGzip → 400 | json | {"code":3,"message":"The request is malformed: the body is not gzip (unexpected end of file).","details":[{"@type":"type.googleapis.com/google.rpc.BadRequest","fieldViolations":[{"description":"The request is malformed: the body is not gzip (unexpected end of file)."}]}]}
    POST /v1/traces · content-type: application/json · content-encoding: zstd · cutZstd → 400 | json | {"code":3,"message":"The request is malformed: the body is not zstd: it ends too early.","details":[{"@type":"type.googleapis.com/google.rpc.BadRequest","fieldViolations":[{"description":"The request is malformed: the body is not zstd: it ends too early."}]}]}
    POST /v1/traces · content-type: application/json · content-encoding: zstd · jsonSpan → 400 | json | {"code":3,"message":"The request is malformed: the body is not zstd.","details":[{"@type":"type.googleapis.com/google.rpc.BadRequest","fieldViolations":[{"description":"The request is malformed: the body is not zstd."}]}]}
    "
  `);
});

test('malformed bodies, and partial success', async () => {
  expect(
    await answersTo(`
      POST /v1/traces · ${protobuf} · cut
      POST /v1/traces · ${json} · []
      POST /v1/traces · ${json} · cut
      POST /v1/traces · ${json} · badSpans
    `),
  ).toMatchInlineSnapshot(`
    "
    POST /v1/traces · content-type: application/x-protobuf · cut → 400 | x-protobuf | ·=The request is malformed: a field is longer than its message.·n·)type.googleapis.com/google.rpc.BadRequest·A·?·=The request is malformed: a field is longer than its message.
    POST /v1/traces · content-type: application/json · [] → 400 | json | {"code":3,"message":"The request is malformed: the body is not an object.","details":[{"@type":"type.googleapis.com/google.rpc.BadRequest","fieldViolations":[{"description":"The request is malformed: the body is not an object."}]}]}
    POST /v1/traces · content-type: application/json · cut → 400 | json | {"code":3,"message":"The request is malformed: the body is not an object.","details":[{"@type":"type.googleapis.com/google.rpc.BadRequest","fieldViolations":[{"description":"The request is malformed: the body is not an object."}]}]}
    POST /v1/traces · content-type: application/json · badSpans → 200 | json | {"partialSuccess":{"rejectedSpans":"1","errorMessage":"a span id of zeros"}}
    "
  `);
});

test('paths and methods', async () => {
  expect(
    await answersTo(`
      POST /v1/traces/ · ${protobuf} · span
      POST /v1/traces?a=b · ${protobuf} · span
      POST http://localhost:4318/v1/traces · ${protobuf} · span
      GET /v1/traces
      HEAD /v1/traces
      PUT /v1/traces · ${json} · jsonSpan
      GET /
      POST /v1/spans · ${json} · jsonSpan
      POST /v1development/profiles · ${json} · {}
      OPTIONS /v1/traces
    `),
  ).toMatchInlineSnapshot(`
    "
    POST /v1/traces/ · content-type: application/x-protobuf · span → 200 | x-protobuf
    POST /v1/traces?a=b · content-type: application/x-protobuf · span → 200 | x-protobuf
    POST http://localhost:4318/v1/traces · content-type: application/x-protobuf · span → 200 | x-protobuf
    GET /v1/traces → 405 | text/plain | allow: POST, OPTIONS | This is a Spanline OTLP receiver. …
    HEAD /v1/traces → 405 | text/plain | allow: POST, OPTIONS
    PUT /v1/traces · content-type: application/json · jsonSpan → 405 | json | allow: POST, OPTIONS | {"code":12,"message":"This is a Spanline OTLP receiver. …"}
    GET / → 404 | text/plain | This is a Spanline OTLP receiver. …
    POST /v1/spans · content-type: application/json · jsonSpan → 404 | json | {"code":12,"message":"This is a Spanline OTLP receiver. …"}
    POST /v1development/profiles · content-type: application/json · {} → 404 | json | {"code":12,"message":"Spanline keeps traces, logs and metrics, not profiles."}
    OPTIONS /v1/traces → 204
    "
  `);
});
