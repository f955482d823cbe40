import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { gunzipSync } from 'node:zlib';

/** A request that a program has sent. */
export interface SentRequest {
  /** `/v1/traces` */
  readonly path: string;
  readonly contentType: string;
  /** Not compressed. */
  readonly body: Buffer;
}

/** Stands before a collector: hands on what programs send as it comes, and keeps it. */
export class OtlpTee {
  readonly sent: SentRequest[] = [];
  readonly #server: Server;
  readonly #target: string;

  static async open(target: string): Promise<OtlpTee> {
    const server = createServer().listen(0, '127.0.0.1');
    await once(server, 'listening');
    return new OtlpTee(server, target);
  }

  private constructor(server: Server, target: string) {
    this.#server = server;
    this.#target = target;
    server.on('request', (request: IncomingMessage, response: ServerResponse) => {
      this.#handOn(request, response).catch((error: unknown) => {
        response.writeHead(502).end(String(error));
      });
    });
  }

  /** `http://127.0.0.1:PORT` */
  get endpoint(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  close(): void {
    this.#server.closeAllConnections();
    this.#server.close();
  }

  async #handOn(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const raw = await bodyOf(request);
    const { 'content-type': contentType = '', 'content-encoding': encoding } = request.headers;
    const path = request.url ?? '/';
    this.sent.push({ path, contentType, body: encoding === 'gzip' ? gunzipSync(raw) : raw });
    const headers = {
      'content-type': contentType,
      ...(encoding === undefined ? {} : { 'content-encoding': encoding }),
    };
    const answer = await fetch(this.#target + path, {
      method: request.method ?? 'POST',
      headers,
      body: new Uint8Array(raw),
    });
    const type = answer.headers.get('content-type') ?? 'text/plain';
    response.writeHead(answer.status, { 'content-type': type }).end(Buffer.from(await answer.arrayBuffer()));
  }
}

async function bodyOf(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}
