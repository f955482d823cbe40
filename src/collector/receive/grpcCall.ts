import { constants, type IncomingHttpHeaders, type ServerHttp2Stream } from 'node:http2';
import { messageOf } from '../../shared/assert.ts';
import { MalformedError } from '../otlp/wireReader.ts';
import { type Signal, signal } from '../store/blockFile.ts';
import { RefusedError } from '../store/intake.ts';
import type { BodyBuffer } from './bodyBuffer.ts';
import type { Door } from './door.ts';
import { exportResponse } from './exportResponse.ts';
import { gatherBody } from './gatherBody.ts';
import { maxBodyBytes, TooLargeError } from './inflate.ts';
import { refusalOf } from './requestGuard.ts';

/** gRPC's status codes (https://grpc.github.io/grpc/core/md_doc_statuscodes.html). */
const grpcStatus = {
  invalidArgument: 3,
  permissionDenied: 7,
  resourceExhausted: 8,
  unimplemented: 12,
  unavailable: 14,
} as const;

/** Before each message: one byte that says whether it is compressed, and four of its length, big-endian. */
const headBytes = 5;

/** Takes the message of a unary call, without its head, and answers the message of the response. */
export type UnaryMethod = (body: BodyBuffer, gzip: boolean) => Promise<Uint8Array>;

/** What a port answers, by path: `/package.Service/Method`. */
export type GrpcMethods = ReadonlyMap<string, UnaryMethod>;

const otlpMethods: ReadonlyMap<string, Signal> = new Map([
  ['/opentelemetry.proto.collector.trace.v1.TraceService/Export', signal.traces],
  ['/opentelemetry.proto.collector.logs.v1.LogsService/Export', signal.logs],
  ['/opentelemetry.proto.collector.metrics.v1.MetricsService/Export', signal.metrics],
]);

export function otlpGrpcMethods(door: Door): GrpcMethods {
  return new Map(
    [...otlpMethods].map(([path, kind]) => [
      path,
      async (body, gzip) => exportResponse(await door.receive(kind, body, 'protobuf', gzip), 'protobuf'),
    ]),
  );
}

export function isGrpc(headers: IncomingHttpHeaders): boolean {
  return headers['content-type']?.startsWith('application/grpc') === true;
}

/** Serves one unary call (https://github.com/grpc/grpc/blob/master/doc/PROTOCOL-HTTP2.md). */
export function serveGrpc(
  door: Door,
  methods: GrpcMethods,
  stream: ServerHttp2Stream,
  headers: IncomingHttpHeaders,
): void {
  const fetchSite = headers['sec-fetch-site'];
  const asker = {
    host: headers[':authority'] ?? headers.host,
    origin: headers.origin,
    fetchSite: Array.isArray(fetchSite) ? fetchSite[0] : fetchSite,
  };
  const refusal = refusalOf(asker);
  const method = methods.get(headers[':path'] ?? '');
  if (refusal !== undefined) fail(stream, grpcStatus.permissionDenied, refusal);
  else if (method === undefined) fail(stream, grpcStatus.unimplemented, 'There is no such method here.');
  else gather(door, stream, method, String(headers['grpc-encoding'] ?? 'identity'));
}

function gather(door: Door, stream: ServerHttp2Stream, method: UnaryMethod, encoding: string): void {
  gatherBody(door, stream, stream, {
    complete: (body) => void answer(door, stream, method, encoding, body),
    refuse: (error) => failWith(stream, error),
  });
}

async function answer(
  door: Door,
  stream: ServerHttp2Stream,
  method: UnaryMethod,
  encoding: string,
  body: BodyBuffer,
): Promise<void> {
  try {
    const gzip = countedHead(door, body, encoding);
    succeed(stream, await method(body, gzip));
  } catch (error) {
    failWith(stream, error);
  }
}

function countedHead(door: Door, body: BodyBuffer, encoding: string): boolean {
  try {
    return readHead(body, encoding);
  } catch (error) {
    door.countRefusal(messageOf(error));
    throw error;
  }
}

/** Takes the head off the body; says whether what is left is compressed. */
function readHead(body: BodyBuffer, encoding: string): boolean {
  const head = body.peek(headBytes);
  if (head.length < headBytes) throw new MalformedError('the call has no message');
  const length = new DataView(head.buffer).getUint32(1);
  if (length > maxBodyBytes) throw new TooLargeError();
  if (body.length !== headBytes + length) throw new MalformedError('the message is not as long as it says');
  body.skip(headBytes);
  if (head[0] === 0) return false;
  if (head[0] !== 1) throw new MalformedError('the compressed flag is neither 0 nor 1');
  if (encoding !== 'gzip') throw new UnknownEncodingError(encoding);
  return true;
}

class UnknownEncodingError extends Error {
  override readonly name = 'UnknownEncodingError';

  constructor(encoding: string) {
    super(`The encoding "${encoding}" is not supported. Send the message as it is or with gzip.`);
  }
}

function succeed(stream: ServerHttp2Stream, message: Uint8Array): void {
  if (stream.destroyed) return;
  const frame = new Uint8Array(headBytes + message.length);
  new DataView(frame.buffer).setUint32(1, message.length);
  frame.set(message, headBytes);
  stream.respond(okHeaders, { waitForTrailers: true });
  stream.on('wantTrailers', () => stream.sendTrailers({ 'grpc-status': '0' }));
  stream.end(frame);
}

const okHeaders = {
  ':status': 200,
  'content-type': 'application/grpc',
  'grpc-accept-encoding': 'identity,gzip',
} as const;

function failWith(stream: ServerHttp2Stream, error: unknown): void {
  if (error instanceof MalformedError) {
    fail(stream, grpcStatus.invalidArgument, `The request is malformed: ${error.message}.`);
  } else if (error instanceof TooLargeError) fail(stream, grpcStatus.resourceExhausted, error.message);
  else if (error instanceof UnknownEncodingError) fail(stream, grpcStatus.unimplemented, error.message);
  else if (error instanceof RefusedError) fail(stream, grpcStatus.unavailable, error.message);
  else fail(stream, grpcStatus.unavailable, `Spanline failed: ${messageOf(error)}`);
}

/** An answer of headers only. What the client still sends is thrown away. */
function fail(stream: ServerHttp2Stream, status: number, text: string): void {
  if (stream.destroyed || stream.headersSent) return;
  const headers = { ...okHeaders, 'grpc-status': String(status), 'grpc-message': percentEncoded(text) };
  stream.respond(headers, { endStream: true });
  stream.resume();
  if (!stream.readableEnded) stream.close(constants.NGHTTP2_NO_ERROR);
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
