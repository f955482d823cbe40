import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { createServer as createSecureServer, type ServerOptions } from 'node:https';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';
import { gunzipSync } from 'node:zlib';
import { namesOf } from './spanNames.ts';

/** What a back end answers to a request; `hang` never does, `drop` breaks the connection off. */
export type Answer =
  | {
      readonly status: number;
      readonly headers?: Readonly<Record<string, string>>;
      readonly body?: Uint8Array | string;
    }
  | 'hang'
  | 'drop'
  | 'dropAnswer';

export interface ReceivedRequest {
  readonly path: string;
  readonly headers: IncomingMessage['headers'];
  readonly body: Buffer;
}

/** A real HTTP server that answers as a test wants. */
export class HttpBackEnd {
  readonly requests: ReceivedRequest[] = [];
  /** Answers to the next requests; then everything is taken. */
  answers: Answer[] = [];
  /** Asked where no answer is left. */
  answer: (request: ReceivedRequest) => Answer = () => ({ status: 200 });
  #server: Server;
  port = 0;

  private constructor(server: Server) {
    this.#server = server;
  }

  static async start(port = 0, tls?: ServerOptions): Promise<HttpBackEnd> {
    const handle = (request: IncomingMessage, response: ServerResponse): void =>
      void backEnd.#handle(request, response);
    const server = tls === undefined ? createServer(handle) : createSecureServer(tls, handle);
    const backEnd = new HttpBackEnd(server);
    await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
    backEnd.port = (server.address() as AddressInfo).port;
    return backEnd;
  }

  get endpoint(): string {
    return `http://127.0.0.1:${this.port}`;
  }

  /** Names of the spans of each request that came, in their order. */
  get spans(): string[][] {
    return this.requests.map(({ body }) => namesOf(body));
  }

  async stop(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }

  async #handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const sent = await buffer(request);
    const body = request.headers['content-encoding'] === 'gzip' ? gunzipSync(sent) : sent;
    const received = { path: request.url ?? '', headers: request.headers, body };
    this.requests.push(received);
    const answer = this.answers.shift() ?? this.answer(received);
    if (answer === 'hang') return;
    if (answer === 'drop') request.socket.destroy();
    else if (answer === 'dropAnswer') {
      response.writeHead(200, { 'content-length': '1000' });
      response.write('half', () => request.socket.destroy());
    } else response.writeHead(answer.status, answer.headers).end(answer.body ?? '');
  }
}
