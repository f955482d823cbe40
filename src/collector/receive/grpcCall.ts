import { Buffer } from 'node:buffer';
import { constants, type IncomingHttpHeaders, type ServerHttp2Stream } from 'node:http2';
import { messageOf } from '../../shared/assert.ts';
import type { BodyBuffer } from './bodyBuffer.ts';
import { acceptedCodings } from './contentCoding.ts';
import type { Door } from './door.ts';
import type { ExchangeDeadlines } from './exchangeDeadlines.ts';
import { gatherBody } from './gatherBody.ts';
import { framedMessage, messageCoding, takeMessageHead } from './grpcMessage.ts';
import { hostOf, refusalOf } from './requestGuard.ts';
import { type RpcStatus, rpcCode, statusBytes, statusOf } from './rpcStatus.ts';

/** Takes the message of a unary call, unpacked and without its head, and answers the message of the response. */
export type UnaryMethod = (body: BodyBuffer) => Promise<Uint8Array>;

/** What a port answers, by path: `/package.Service/Method`. */
export type GrpcMethods = ReadonlyMap<string, UnaryMethod>;

/** `application/grpc`, perhaps with a message format or parameters; `application/grpc-web` is another protocol. */
export function isGrpc(headers: IncomingHttpHeaders): boolean {
  const type = headers['content-type'];
  return type === 'application/grpc' || (type !== undefined && /^application\/grpc(?:$|[+; ])/i.test(type));
}

/** Serves one unary call (https://github.com/grpc/grpc/blob/master/doc/PROTOCOL-HTTP2.md). */
export function serveGrpc(
  door: Door,
  methods: GrpcMethods,
  deadlines: ExchangeDeadlines,
  stream: ServerHttp2Stream,
  headers: IncomingHttpHeaders,
): void {
  const method = methods.get(headers[':path'] ?? '');
  const refusal = refusalOf(askerOf(headers), door.allowedOrigins);
  if (headers[':method'] !== 'POST') refuseOverHttp(stream, 405, 'gRPC calls are sent with POST.');
  else if (!isGrpc(headers)) refuseOverHttp(stream, 415, 'gRPC calls are sent as application/grpc.');
  else if (refusal !== undefined) fail(stream, { code: rpcCode.permissionDenied, message: refusal });
  else if (method === undefined) fail(stream, unknownMethod(headers[':path'] ?? '', methods));
  else if (isJson(headers)) fail(stream, jsonMessages);
  else gather(door, deadlines, stream, method, headers);
}

/** The answer to a call whose deadline has passed. Its client has most likely gone. */
export function failLate(stream: ServerHttp2Stream): void {
  fail(stream, { code: rpcCode.deadlineExceeded, message: 'The message did not come before the deadline.' });
}

function askerOf(headers: IncomingHttpHeaders): Parameters<typeof refusalOf>[0] {
  const fetchSite = headers['sec-fetch-site'];
  return {
    host: hostOf(headers[':authority'], headers.host),
    origin: headers.origin,
    fetchSite: Array.isArray(fetchSite) ? fetchSite[0] : fetchSite,
  };
}

function isJson(headers: IncomingHttpHeaders): boolean {
  const type = headers['content-type'];
  return type !== 'application/grpc' && type !== undefined && /\+json/i.test(type);
}

const jsonMessages: RpcStatus = {
  code: rpcCode.unimplemented,
  message: 'Messages are protobuf here. Send JSON over HTTP to /v1/traces, /v1/logs or /v1/metrics.',
};

function unknownMethod(path: string, methods: GrpcMethods): RpcStatus {
  const service = path.slice(0, path.lastIndexOf('/') + 1);
  const isKnown = service.length > 1 && [...methods.keys()].some((known) => known.startsWith(service));
  const message = isKnown ? `There is no method ${path} here.` : `There is no service for ${path} here.`;
  return { code: rpcCode.unimplemented, message };
}

function gather(
  door: Door,
  deadlines: ExchangeDeadlines,
  stream: ServerHttp2Stream,
  method: UnaryMethod,
  headers: IncomingHttpHeaders,
): void {
  const timeout = headers['grpc-timeout'];
  deadlines.begin(stream, timeout === undefined ? undefined : timeoutMillis(timeout));
  gatherBody(door, stream, stream, {
    complete: async (body) => {
      if (deadlines.end(stream)) await answer(door, stream, method, headers, body);
      else failLate(stream);
    },
    refuse: (error) => fail(stream, statusOf(error)),
  });
}

const unitMillis: Readonly<Record<string, number>> = {
  H: 3_600_000,
  M: 60_000,
  S: 1_000,
  m: 1,
  u: 1e-3,
  n: 1e-6,
};

/** What is no deadline is none. */
function timeoutMillis(header: string | string[]): number | undefined {
  const match = /^(\d{1,8})([HMSmun])$/.exec(String(header));
  const unit = unitMillis[match?.[2] ?? ''];
  return match === null || unit === undefined ? undefined : Number(match[1]) * unit;
}

async function answer(
  door: Door,
  stream: ServerHttp2Stream,
  method: UnaryMethod,
  headers: IncomingHttpHeaders,
  body: BodyBuffer,
): Promise<void> {
  try {
    if (!takeCountedHead(door, body)) succeed(stream, await method(body));
    else {
      const coding = messageCoding(headers['grpc-encoding']?.toString());
      succeed(stream, await door.unpacked(body, coding, method));
    }
  } catch (error) {
    fail(stream, statusOf(error));
  }
}

function takeCountedHead(door: Door, body: BodyBuffer): boolean {
  try {
    return takeMessageHead(body);
  } catch (error) {
    door.countRefusal(messageOf(error));
    throw error;
  }
}

function succeed(stream: ServerHttp2Stream, message: Uint8Array): void {
  if (stream.destroyed || stream.headersSent) return;
  stream.respond(okHeaders, { waitForTrailers: true });
  stream.on('wantTrailers', () => stream.sendTrailers({ 'grpc-status': '0' }));
  stream.end(framedMessage(message));
}

const okHeaders = {
  ':status': 200,
  'content-type': 'application/grpc',
  'grpc-accept-encoding': acceptedCodings.join(','),
} as const;

/** An answer of headers only. What the client still sends is thrown away. */
function fail(stream: ServerHttp2Stream, status: RpcStatus): void {
  if (stream.destroyed || stream.headersSent) return;
  stream.respond({ ...okHeaders, ...trailersOf(status) }, { endStream: true });
  stream.resume();
  if (!stream.readableEnded) stream.close(constants.NGHTTP2_NO_ERROR);
}

/** Where it may be sent again, gRPC's own retries hear when, and those of exporters. */
function trailersOf(status: RpcStatus): Record<string, string> {
  const { code, message, retrySeconds } = status;
  const trailers = { 'grpc-status': String(code), 'grpc-message': percentEncoded(message) };
  if (retrySeconds === undefined && code !== rpcCode.invalidArgument) return trailers;
  const details = Buffer.from(statusBytes(status)).toString('base64').replace(/=+$/, '');
  const pushback =
    retrySeconds === undefined ? {} : { 'grpc-retry-pushback-ms': String(1_000 * retrySeconds) };
  return { ...trailers, 'grpc-status-details-bin': details, ...pushback };
}

/** As gRPC wants it: all but printable ASCII, and the percent sign, by their UTF-8 bytes. */
function percentEncoded(text: string): string {
  let encoded = '';
  for (const byte of Buffer.from(text)) {
    const isPlain = byte >= 0x20 && byte <= 0x7e && byte !== 0x25;
    encoded += isPlain ? String.fromCharCode(byte) : `%${byte.toString(16).toUpperCase().padStart(2, '0')}`;
  }
  return encoded;
}

/** An answer that nobody takes for one of gRPC's, which are all 200. */
function refuseOverHttp(stream: ServerHttp2Stream, status: number, text: string): void {
  if (stream.destroyed || stream.headersSent) return;
  stream.respond({ ':status': status, allow: 'POST', 'content-type': 'text/plain; charset=utf-8' });
  stream.end(`${text}\n`);
  stream.resume();
  if (!stream.readableEnded) stream.close(constants.NGHTTP2_NO_ERROR);
}
