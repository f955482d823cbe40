import {
  constants,
  createServer,
  type Http2Server,
  type IncomingHttpHeaders,
  type ServerHttp2Stream,
} from 'node:http2';
import type { Door } from './door.ts';
import { gatherBody } from './gatherBody.ts';
import { type GrpcMethods, isGrpc, serveGrpc } from './grpcCall.ts';
import { type HttpService, isReply, type Reply, type RequestHead, type Upload } from './httpService.ts';

/** With the default window of 64 KiB a batch of spans takes several round trips. */
const windowBytes = 8 << 20;

/** Unary gRPC, and a service over HTTP/2. Listens nowhere by itself: connections are given to it. */
export function createHttp2Server(door: Door, methods: GrpcMethods, service: HttpService): Http2Server {
  const server = createServer({
    settings: { initialWindowSize: windowBytes, maxFrameSize: 1 << 20, maxConcurrentStreams: 1000 },
    maxSessionMemory: 256,
  });
  server.on('session', (session) => session.setLocalWindowSize(2 * windowBytes));
  server.on('sessionError', (_error, session) => session.destroy());
  server.on('stream', (stream, headers) => {
    stream.on('error', () => stream.close(constants.NGHTTP2_INTERNAL_ERROR));
    if (isGrpc(headers)) serveGrpc(door, methods, stream, headers);
    else serveHttp(door, service, stream, headers);
  });
  return server;
}

function serveHttp(
  door: Door,
  service: HttpService,
  stream: ServerHttp2Stream,
  headers: IncomingHttpHeaders,
): void {
  const decided = service(headOf(headers));
  if (isReply(decided)) send(stream, decided);
  else gather(door, stream, decided);
}

function headOf(headers: IncomingHttpHeaders): RequestHead {
  return {
    method: headers[':method'] ?? '',
    path: headers[':path'] ?? '',
    host: headers[':authority'] ?? headers.host,
    header: (name) => {
      const value = headers[name];
      return Array.isArray(value) ? value.join(', ') : value;
    },
  };
}

function gather(door: Door, stream: ServerHttp2Stream, wanted: Upload): void {
  gatherBody(door, stream, stream, {
    complete: (body) => void wanted.receive(body).then((reply) => send(stream, reply)),
    refuse: (error) => send(stream, wanted.refuse(error)),
  });
}

function send(stream: ServerHttp2Stream, reply: Reply): void {
  if (stream.destroyed || stream.headersSent) return;
  stream.respond({ ':status': reply.status, ...reply.headers });
  stream.end(reply.body);
  stream.resume();
}
