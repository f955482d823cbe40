import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { Door } from './door.ts';
import { gatherBody } from './gatherBody.ts';
import { type HttpService, isReply, type Reply, type Upload } from './httpService.ts';

/** A service over HTTP/1.1. Listens nowhere by itself: connections are given to it. */
export function createHttp1Server(door: Door, service: HttpService): Server {
  const server = createServer({ maxHeaderSize: 16 << 10, requestTimeout: 60_000 }, (request, response) => {
    const decided = service({
      method: request.method ?? '',
      path: request.url ?? '',
      host: request.headers.host,
      header: (name) => headerText(request.headers[name]),
    });
    if (isReply(decided)) discard(request, response, decided);
    else gather(door, request, response, decided);
  });
  server.on('clientError', (_error, socket) => {
    if (socket.writable) socket.end('HTTP/1.1 400 Bad Request\r\nconnection: close\r\n\r\n');
    else socket.destroy();
  });
  return server;
}

function gather(door: Door, request: IncomingMessage, response: ServerResponse, wanted: Upload): void {
  gatherBody(door, request, response, {
    complete: (body) => void wanted.receive(body).then((reply) => send(response, reply)),
    refuse: (error) => discard(request, response, wanted.refuse(error)),
  });
  request.on('error', () => response.destroy());
}

/** Answers before the body was read, and does not wait for the rest of it. */
function discard(request: IncomingMessage, response: ServerResponse, reply: Reply): void {
  const hasBody = !request.complete;
  if (hasBody) response.setHeader('connection', 'close');
  request.resume();
  send(response, reply);
}

function send(response: ServerResponse, reply: Reply): void {
  if (response.destroyed) return;
  const length = { 'content-length': String(reply.body.length) };
  response.writeHead(reply.status, reply.status === 204 ? reply.headers : { ...reply.headers, ...length });
  // An empty chunk would be a write of its own.
  if (reply.body.length === 0) response.end();
  else response.end(reply.body);
}

function headerText(value: string | string[] | undefined): string | undefined {
  return Array.isArray(value) ? value.join(', ') : value;
}
