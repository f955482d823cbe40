import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { context, SpanStatusCode, trace } from '@opentelemetry/api';
import { getRPCMetadata, RPCType } from '@opentelemetry/core';
import { HttpError } from './httpError.ts';
import { type Peer, urlOf } from './peers.ts';

export interface Request {
  readonly params: Readonly<Record<string, string>>;
  readonly query: URLSearchParams;
  // biome-ignore lint/suspicious/noExplicitAny: what a client sends has no type before it is checked.
  readonly body: any;
}

/** What it returns is sent as JSON. */
export type Handler = (request: Request) => unknown;

interface Route {
  readonly method: string;
  readonly path: string;
  readonly pattern: RegExp;
  readonly handler: Handler;
}

/** A router as small as can be. */
export class Router {
  readonly #routes: Route[] = [];

  get(path: string, handler: Handler): void {
    this.#add('GET', path, handler);
  }

  post(path: string, handler: Handler): void {
    this.#add('POST', path, handler);
  }

  /** Serves on the port of that peer's address, and tells `run.mjs` that it does. */
  listen(peer: Peer): void {
    const server = createServer((request, response) => void this.#serve(request, response));
    const { hostname, port } = new URL(urlOf(peer));
    server.listen(Number(port), hostname, () => process.send?.({ ready: peer }));
  }

  #add(method: string, path: string, handler: Handler): void {
    const pattern = new RegExp(`^${path.replaceAll(/\{(\w+)\}/g, '(?<$1>[^/]+)')}$`);
    this.#routes.push({ method, path, pattern, handler });
  }

  async #serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = new URL(request.url ?? '/', 'http://shop');
    const route = this.#routes.find((it) => it.method === request.method && it.pattern.test(url.pathname));
    try {
      if (route === undefined) throw new HttpError(404, `No page at ${url.pathname}`);
      announce(route);
      const params = route.pattern.exec(url.pathname)?.groups ?? {};
      const body = await readJson(request);
      send(response, 200, await route.handler({ params, query: url.searchParams, body }));
    } catch (error) {
      send(response, ...answerTo(error));
    }
  }
}

/** Tells the SERVER span its route. */
function announce(route: Route): void {
  const metadata = getRPCMetadata(context.active());
  if (metadata?.type === RPCType.HTTP) metadata.route = route.path;
  trace.getActiveSpan()?.setAttribute('http.route', route.path);
}

/** A client's mistake is its own; any other error belongs to the span of this request. */
function answerTo(error: unknown): [status: number, body: unknown] {
  const status = error instanceof HttpError ? error.status : 500;
  const message = error instanceof Error ? error.message : String(error);
  if (status >= 500) {
    const span = trace.getActiveSpan();
    span?.recordException(error instanceof Error ? error : message);
    span?.setStatus({ code: SpanStatusCode.ERROR, message });
  }
  return [status, { error: message }];
}

async function readJson(request: IncomingMessage): Promise<unknown> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk);
  if (chunks.length === 0) return undefined;
  try {
    return JSON.parse(Buffer.concat(chunks).toString());
  } catch {
    throw new HttpError(400, 'The body is no JSON');
  }
}

function send(response: ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, { 'content-type': 'application/json' });
  response.end(JSON.stringify(body ?? null));
}
