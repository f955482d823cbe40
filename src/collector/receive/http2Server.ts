import {
  constants,
  createServer,
  type Http2Server,
  type IncomingHttpHeaders,
  type ServerHttp2Session,
  type ServerHttp2Stream,
} from 'node:http2';
import type { Door } from './door.ts';
import { ExchangeDeadlines } from './exchangeDeadlines.ts';
import { gatherBody } from './gatherBody.ts';
import { failLate, type GrpcMethods, isGrpc, serveGrpc } from './grpcCall.ts';
import { type HttpService, isReply, type Reply, type RequestHead, type Upload } from './httpService.ts';
import { usualPatience } from './patience.ts';
import { hostOf } from './requestGuard.ts';

/** With the default window of 64 KiB a batch of spans takes several round trips. */
const windowBytes = 8 << 20;

/**
 * What one connection may take. Streams that are opened only to be reset, settings and pings without end are bounded by nghttp2 itself,
 * which then closes the connection.
 */
const limits = {
  settings: {
    initialWindowSize: windowBytes,
    maxFrameSize: 1 << 20,
    maxConcurrentStreams: 1000,
    maxHeaderListSize: 16 << 10,
  },
  maxSessionMemory: 64,
  streamResetBurst: 1000,
  streamResetRate: 100,
};

/** Unary gRPC, and a service over HTTP/2. Listens nowhere by itself: connections are given to it. */
export function createHttp2Server(
  door: Door,
  methods: GrpcMethods,
  service: HttpService,
  patience = usualPatience,
): Http2Server {
  const server = createServer(limits);
  const calls = new ExchangeDeadlines(patience.request, failLate);
  const uploads = new ExchangeDeadlines(patience.request, (stream) => stream.close(constants.NGHTTP2_CANCEL));
  server.on('session', (session) => {
    session.setLocalWindowSize(2 * windowBytes);
    // Until the client has said its settings it may be anybody.
    session.setTimeout(patience.head);
    session.once('remoteSettings', () => session.setTimeout(patience.idle));
    session.on('timeout', () => endSession(session));
  });
  server.on('sessionError', (_error, session) => session.destroy());
  server.on('stream', (stream, headers) => {
    stream.on('error', () => stream.close(constants.NGHTTP2_INTERNAL_ERROR));
    if (isGrpc(headers) || methods.has(headers[':path'] ?? ''))
      serveGrpc(door, methods, calls, stream, headers);
    else serveHttp(door, service, uploads, stream, headers);
  });
  return server;
}

/** A client that takes no answers would hold it open for ever. */
function endSession(session: ServerHttp2Session): void {
  session.close();
  setTimeout(() => session.destroy(), lingerMillis).unref();
}

const lingerMillis = 5_000;

function serveHttp(
  door: Door,
  service: HttpService,
  deadlines: ExchangeDeadlines,
  stream: ServerHttp2Stream,
  headers: IncomingHttpHeaders,
): void {
  const decided = service(headOf(headers));
  if (isReply(decided)) send(stream, decided);
  else gather(door, deadlines, stream, decided);
}

function headOf(headers: IncomingHttpHeaders): RequestHead {
  return {
    method: headers[':method'] ?? '',
    path: headers[':path'] ?? '',
    host: hostOf(headers[':authority'], headers.host),
    header: (name) => {
      const value = headers[name];
      return Array.isArray(value) ? value.join(', ') : value;
    },
  };
}

function gather(door: Door, deadlines: ExchangeDeadlines, stream: ServerHttp2Stream, wanted: Upload): void {
  deadlines.begin(stream);
  gatherBody(door, stream, stream, {
    complete: async (body) => {
      deadlines.end(stream);
      send(stream, await wanted.receive(body));
    },
    refuse: (error) => send(stream, wanted.refuse(error)),
  });
}

function send(stream: ServerHttp2Stream, reply: Reply): void {
  if (stream.destroyed || stream.headersSent) return;
  stream.respond({ ':status': reply.status, ...reply.headers });
  stream.end(reply.body);
  stream.resume();
  // What is refused by its head alone need not come.
  if (!stream.readableEnded) stream.close(constants.NGHTTP2_NO_ERROR);
}
