import { type Signal, signal } from '../store/blockFile.ts';
import { connectionOutcome } from './connectionProblem.ts';
import { httpOutcome } from './httpOutcome.ts';
import type { HttpPost } from './httpPost.ts';
import type { Outcome, Sender } from './sender.ts';

/** Receivers take at least 4 MiB. */
export const otlpRequestBytes = 2 << 20;

export const signalNames = {
  [signal.traces]: 'traces',
  [signal.logs]: 'logs',
  [signal.metrics]: 'metrics',
} as const;

/** OTLP/HTTP with protobuf bodies. */
export class OtlpHttpSender implements Sender {
  readonly requestBytes = otlpRequestBytes;
  readonly #endpoint: URL;
  readonly #headerNames: readonly string[];
  readonly #post: HttpPost;

  /** `headerNames`: those that the person gave. Owns `post`. */
  constructor(endpoint: URL, headerNames: readonly string[], post: HttpPost) {
    this.#endpoint = endpoint;
    this.#headerNames = headerNames;
    this.#post = post;
  }

  async send(kind: Signal, request: Uint8Array<ArrayBuffer>): Promise<Outcome> {
    const url = signalUrl(this.#endpoint, kind);
    const asked = {
      host: url.host,
      path: url.pathname,
      signal: signalNames[kind],
      headers: this.#headerNames,
    };
    try {
      const answer = await this.#post.post(url, 'application/x-protobuf', request);
      return httpOutcome(answer, asked, Date.now());
    } catch (error) {
      return connectionOutcome(error, url.host);
    }
  }

  dispose(): void {
    this.#post.dispose();
  }
}

/** `https://host/otlp` → `https://host/otlp/v1/traces`; an endpoint that names a signal's path already stands for all of them. */
export function signalUrl(endpoint: URL, kind: Signal): URL {
  const url = new URL(endpoint);
  const base = url.pathname.replace(/\/+$/, '').replace(/\/v1\/(?:traces|logs|metrics)$/, '');
  url.pathname = `${base}/v1/${signalNames[kind]}`;
  return url;
}
