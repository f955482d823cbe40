import { Buffer } from 'node:buffer';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { Duplex } from 'node:stream';
import type { Door } from './door.ts';
import { gatherBody } from './gatherBody.ts';
import { type HttpService, isReply, type Reply, type Upload } from './httpService.ts';
import { usualPatience } from './patience.ts';
import { hostOf } from './requestGuard.ts';

/** A service over HTTP/1.1. Listens nowhere by itself: connections are given to it. */
export function createHttp1Server(door: Door, service: HttpService, patience = usualPatience): Server {
  const server = createServer(
    {
      maxHeaderSize: 16 << 10,
      headersTimeout: patience.head,
      requestTimeout: patience.request,
      keepAliveTimeout: patience.keepAlive,
      connectionsCheckingInterval: patience.head / 4,
    },
    (request, response) => serve(door, service, request, response),
  );
  // Their size is limited. A limit of their number would leave out the last ones, and with them what the guard looks at.
  server.maxHeadersCount = 0;
  server.on('clientError', refuseBroken);
  // It hears of connections without listening itself, and would not look after their timeouts.
  server.emit('listening');
  return server;
}

function serve(door: Door, service: HttpService, request: IncomingMessage, response: ServerResponse): void {
  if (hasTwoHosts(request.rawHeaders)) {
    discard(request, response, twoHosts);
    return;
  }
  const { authority, path } = targetOf(request.url ?? '');
  const decided = service({
    method: request.method ?? '',
    path,
    host: hostOf(authority, request.headers.host),
    header: (name) => headerText(request.headers[name]),
  });
  if (isReply(decided)) discard(request, response, decided);
  else gather(door, request, response, decided);
}

/** Names and values in turn. Node keeps the first `Host` and is silent about a second one. */
function hasTwoHosts(rawHeaders: readonly string[]): boolean {
  let hosts = 0;
  for (let i = 0; i < rawHeaders.length; i += 2) {
    const name = rawHeaders[i] as string;
    if (name.length === 4 && name.toLowerCase() === 'host') hosts++;
  }
  return hosts > 1;
}

const twoHosts: Reply = {
  status: 400,
  headers: { 'content-type': 'text/plain; charset=utf-8' },
  body: Buffer.from('A request has one Host.\n'),
};

/** A target may name its host as well, as it does toward proxies (RFC 9112 §3.2.2). */
function targetOf(url: string): { readonly authority?: string; readonly path: string } {
  if (url.startsWith('/')) return { path: url };
  const match = /^[a-z][a-z0-9+.-]*:\/\/([^/?#]*)(.*)$/i.exec(url);
  return match === null ? { path: url } : { authority: match[1] ?? '', path: match[2] ?? '' };
}

/** What Node does not take for a request. */
function refuseBroken(error: NodeJS.ErrnoException, socket: Duplex): void {
  const status =
    error.code === 'HPE_HEADER_OVERFLOW'
      ? '431 Request Header Fields Too Large'
      : error.code === 'ERR_HTTP_REQUEST_TIMEOUT'
        ? '408 Request Timeout'
        : '400 Bad Request';
  if (socket.writable) socket.end(`HTTP/1.1 ${status}\r\nconnection: close\r\ncontent-length: 0\r\n\r\n`);
  else socket.destroy();
}

function gather(door: Door, request: IncomingMessage, response: ServerResponse, wanted: Upload): void {
  gatherBody(door, request, response, {
    complete: async (body) => send(response, await wanted.receive(body)),
    refuse: (error) => discard(request, response, wanted.refuse(error)),
  });
  request.on('error', () => response.destroy());
}

/**
 * Answers before the body was read, and does not wait for the rest of it. What still comes is thrown away for a moment: a connection that is
 * closed upon unread bytes is reset, and the sender would never see why.
 */
function discard(request: IncomingMessage, response: ServerResponse, reply: Reply): void {
  request.resume();
  if (request.complete || !hasBody(request)) {
    send(response, reply);
    return;
  }
  response.setHeader('connection', 'close');
  writeHead(response, reply);
  response.write(reply.body);
  const end = (): void => void response.end();
  const timer = setTimeout(end, lingerMillis);
  request.once('end', end);
  response.once('close', () => clearTimeout(timer));
}

/** A sender that has not read its answer by then does not read while it writes. */
const lingerMillis = 2_000;

function hasBody({ headers }: IncomingMessage): boolean {
  return headers['transfer-encoding'] !== undefined || Number(headers['content-length'] ?? 0) > 0;
}

function send(response: ServerResponse, reply: Reply): void {
  if (response.destroyed) return;
  writeHead(response, reply);
  // An empty chunk would be a write of its own.
  if (reply.body.length === 0) response.end();
  else response.end(reply.body);
}

function writeHead(response: ServerResponse, { status, headers, body }: Reply): void {
  const length = { 'content-length': String(body.length) };
  response.writeHead(status, status === 204 ? headers : { ...headers, ...length });
}

function headerText(value: string | string[] | undefined): string | undefined {
  return Array.isArray(value) ? value.join(', ') : value;
}
