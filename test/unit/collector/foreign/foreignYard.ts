import { request } from 'node:http';
import { afterAll, beforeAll } from 'vitest';
import { ensureExists } from '../../../../src/shared/assert.ts';
import type { Health } from '../../../../src/shared/protocol.ts';
import { type BuiltBundles, buildBundles } from '../../support/builtBundles.ts';
import { documentText } from '../formats/importedText.ts';
import { CollectorYard, type RunningCollector } from '../runningCollector.ts';

export type ForeignName = 'Zipkin' | 'Jaeger Thrift' | 'Jaeger gRPC';

export interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, unknown>>;
  readonly text: string;
}

/** Collectors that take the words of Zipkin and Jaeger too. */
export class ForeignYard {
  readonly #yard = new CollectorYard();
  #bundles: BuiltBundles | undefined;
  #collector: RunningCollector | undefined;
  #addresses = new Map<string, string>();

  constructor() {
    beforeAll(() => this.#open());
    afterAll(() => this.#close());
  }

  get collector(): RunningCollector {
    return ensureExists(this.#collector);
  }

  /** Starts one more, which ends with the file. */
  start(args: readonly string[]): Promise<RunningCollector> {
    const free = ['--otlp-grpc', '0', '--otlp-http', '0'];
    return this.#yard.start(ensureExists(this.#bundles).collector, undefined, [...free, ...args]);
  }

  address(name: ForeignName): string {
    return ensureExists(this.#addresses.get(name));
  }

  health(): Promise<Health> {
    return this.collector.ask((api) => api.health());
  }

  /** What the store says, as text, once everything was forgotten that was there before `act`. */
  async after(act: () => Promise<unknown>): Promise<string> {
    await this.collector.ask((api) => api.clear());
    await act();
    const { bytes } = await this.collector.ask((api) => api.export({ format: 'otlp-json' }));
    return documentText(JSON.parse(Buffer.from(bytes).toString()));
  }

  send(
    name: ForeignName,
    path: string,
    body: Uint8Array | string | object,
    headers: Readonly<Record<string, string>> = {},
    method = 'POST',
  ): Promise<Answer> {
    const content = body instanceof Uint8Array || typeof body === 'string' ? body : JSON.stringify(body);
    const url = `http://${this.address(name)}${path}`;
    return new Promise((resolve, reject) => {
      const sent = request(url, {
        method,
        headers: { 'content-type': 'application/json', ...headers },
        agent: false,
      });
      sent.on('response', (response) => {
        let text = '';
        response.setEncoding('utf8').on('data', (chunk: string) => {
          text += chunk;
        });
        response.on('end', () =>
          resolve({ status: response.statusCode ?? 0, headers: response.headers, text }),
        );
      });
      sent.on('error', reject);
      sent.end(content);
    });
  }

  async #open(): Promise<void> {
    this.#bundles = await buildBundles();
    this.#collector = await this.start(['--zipkin', '0', '--jaeger-thrift', '0', '--jaeger-grpc', '0']);
    const { receivers } = await this.health();
    this.#addresses = new Map(receivers.map(({ name, address }) => [name, address ?? '']));
  }

  async #close(): Promise<void> {
    await this.#yard.clear();
    await this.#bundles?.remove();
  }
}
