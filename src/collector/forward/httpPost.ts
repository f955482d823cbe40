import { Agent as HttpAgent, request as httpRequest, type IncomingMessage } from 'node:http';
import { Agent as HttpsAgent, request as httpsRequest } from 'node:https';
import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import { TimeoutError, timeoutMillis } from './connectionProblem.ts';
import type { ForwardTls } from './forwardTls.ts';
import type { HttpAnswer } from './httpOutcome.ts';
import { isLoopback } from './loopback.ts';

/** Nobody needs more of an answer than this (OTLP's own limit). */
const mostAnswerBytes = 4 << 20;
/** Below this, compressing costs more than it saves. */
const smallBody = 1_024;
/** As many as requests are in flight at once. */
const mostSockets = 4;

const gzipAside = promisify(gzip);

/** Posts bodies to one server over connections that are kept. */
export class HttpPost {
  readonly #agent: HttpAgent | HttpsAgent;
  readonly #isSecure: boolean;
  readonly #headers: Readonly<Record<string, string>>;
  readonly #compress: boolean;
  readonly #timeoutMillis: number;

  constructor(
    url: URL,
    options: {
      readonly headers: Readonly<Record<string, string>>;
      readonly compress: boolean;
      readonly tls: ForwardTls | undefined;
      readonly timeoutMillis?: number;
    },
  ) {
    this.#isSecure = url.protocol === 'https:';
    this.#headers = options.headers;
    this.#compress = options.compress;
    this.#timeoutMillis = options.timeoutMillis ?? timeoutMillis;
    // Node 24.5 and 22.21 know the proxy's variables of the environment; older ones pass over them.
    const proxy = isLoopback(url.hostname) ? {} : { proxyEnv: process.env };
    const kept = { keepAlive: true, maxSockets: mostSockets, scheduling: 'fifo', ...proxy } as const;
    this.#agent = this.#isSecure ? new HttpsAgent({ ...kept, ...options.tls }) : new HttpAgent(kept);
  }

  /** Rejects where there is no answer; an answer that breaks off counts as far as it came. */
  async post(url: URL, contentType: string, body: Uint8Array): Promise<HttpAnswer> {
    const isPacked = this.#compress && body.length >= smallBody;
    const sent = isPacked ? await gzipAside(body, { level: 1 }) : body;
    const headers = {
      ...this.#headers,
      'content-type': contentType,
      'content-length': String(sent.length),
      ...(isPacked ? { 'content-encoding': 'gzip' } : {}),
    };
    try {
      return await this.#request(url, headers, sent);
    } catch (error) {
      // The server closed an idle connection just as it was used again.
      if (!(error instanceof StaleError)) throw error;
      return await this.#request(url, headers, sent);
    }
  }

  dispose(): void {
    this.#agent.destroy();
  }

  #request(url: URL, headers: Readonly<Record<string, string>>, body: Uint8Array): Promise<HttpAnswer> {
    return new Promise((resolve, reject) => {
      const send = this.#isSecure ? httpsRequest : httpRequest;
      const request = send(url, { method: 'POST', agent: this.#agent, headers });
      const timer = setTimeout(
        () => request.destroy(new TimeoutError('no answer')),
        this.#timeoutMillis,
      ).unref();
      request.once('error', (error) => {
        clearTimeout(timer);
        const isStale = request.reusedSocket && /ECONNRESET|EPIPE/.test(String(Reflect.get(error, 'code')));
        reject(isStale ? new StaleError(error.message, { cause: error }) : error);
      });
      request.once('response', (response) => {
        gather(response, (answer) => {
          clearTimeout(timer);
          resolve(answer);
        });
      });
      request.end(body);
    });
  }
}

class StaleError extends Error {
  override readonly name = 'StaleError';
}

function gather(response: IncomingMessage, done: (answer: HttpAnswer) => void): void {
  const chunks: Buffer[] = [];
  let length = 0;
  response.on('data', (chunk: Buffer) => {
    length += chunk.length;
    if (length <= mostAnswerBytes) chunks.push(chunk);
    else response.destroy();
  });
  // The status is what counts: a request that was taken must not be sent again because its answer broke off.
  response.on('error', () => undefined);
  response.once('close', () =>
    done({
      status: response.statusCode ?? 0,
      retryAfter: response.headers['retry-after'],
      location: response.headers.location,
      body: Buffer.concat(chunks),
    }),
  );
}
