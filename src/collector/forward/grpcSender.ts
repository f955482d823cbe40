import type { Client, Metadata, ServiceError } from '@grpc/grpc-js';
import { messageOf } from '../../shared/assert.ts';
import { type Signal, signal } from '../store/blockFile.ts';
import { version } from '../version.ts';
import { timeoutMillis } from './connectionProblem.ts';
import type { ForwardTls } from './forwardTls.ts';
import { grpcOutcome } from './grpcOutcome.ts';
import { partialProblem } from './httpOutcome.ts';
import { isLoopback } from './loopback.ts';
import { otlpRequestBytes, signalNames } from './otlpHttpSender.ts';
import type { Outcome, Sender } from './sender.ts';
import { partialSuccess } from './serverAnswer.ts';

const methods = {
  [signal.traces]: '/opentelemetry.proto.collector.trace.v1.TraceService/Export',
  [signal.logs]: '/opentelemetry.proto.collector.logs.v1.LogsService/Export',
  [signal.metrics]: '/opentelemetry.proto.collector.metrics.v1.MetricsService/Export',
} as const;

/** `CompressionAlgorithms.gzip` of the library, which is not loaded for its sake. */
const gzipAlgorithm = 2;
/** A network that went away without a word leaves a connection that only times out: the next request gets a new one. */
const deadlineExceeded = 4;
/** The forward itself waits between attempts; a connection that waits on its own would miss them. */
const mostReconnectMillis = 1_000;

export interface GrpcOptions {
  readonly headers: Readonly<Record<string, string>>;
  readonly compress: boolean;
  readonly tls: ForwardTls | undefined;
  readonly timeoutMillis?: number;
}

interface Connection {
  readonly client: Client;
  readonly metadata: Metadata;
}

/** OTLP/gRPC. The library is loaded with the first request: a collector that forwards nothing does not pay for it. */
export class GrpcSender implements Sender {
  readonly requestBytes = otlpRequestBytes;
  readonly #endpoint: URL;
  readonly #options: GrpcOptions;
  #connection: Promise<Connection> | undefined;
  #disposed = false;

  constructor(endpoint: URL, options: GrpcOptions) {
    this.#endpoint = endpoint;
    this.#options = options;
  }

  async send(kind: Signal, request: Uint8Array<ArrayBuffer>): Promise<Outcome> {
    this.#connection ??= connect(this.#endpoint, this.#options);
    let connection: Connection;
    try {
      connection = await this.#connection;
    } catch (error) {
      this.#connection = undefined;
      return { type: 'failed', problem: `No connection can be made: ${messageOf(error)}.` };
    }
    if (this.#disposed) return { type: 'retry', problem: 'The forward ended.' };
    const body = Buffer.from(request.buffer, request.byteOffset, request.byteLength);
    return new Promise((resolve) => {
      connection.client.makeUnaryRequest(
        methods[kind],
        asItIs,
        asItIs,
        body,
        connection.metadata,
        { deadline: Date.now() + (this.#options.timeoutMillis ?? timeoutMillis) },
        (error, answer) => resolve(this.#outcome(kind, error, answer)),
      );
    });
  }

  dispose(): void {
    this.#disposed = true;
    this.#disconnect();
  }

  /** Calls that go on come to their end. A connection that could not be made has told why to those who sent. */
  #disconnect(): void {
    this.#connection?.then(({ client }) => client.close()).catch(() => undefined);
    this.#connection = undefined;
  }

  #outcome(kind: Signal, error: ServiceError | null, answer: Buffer | undefined): Outcome {
    if (error === null) {
      const { rejected, message } = partialSuccess(answer ?? new Uint8Array());
      if (rejected === 0 && message === '') return { type: 'taken', rejected };
      return { type: 'taken', rejected, problem: partialProblem(rejected, message) };
    }
    if (error.code === deadlineExceeded) this.#disconnect();
    const [status] = error.metadata?.get('grpc-status-details-bin') ?? [];
    return grpcOutcome(
      { code: error.code, details: error.details, status: typeof status === 'string' ? undefined : status },
      {
        host: this.#endpoint.host,
        path: methods[kind],
        signal: signalNames[kind],
        headers: Object.keys(this.#options.headers),
      },
    );
  }
}

function asItIs(bytes: Buffer): Buffer {
  return bytes;
}

async function connect(endpoint: URL, { headers, compress, tls }: GrpcOptions): Promise<Connection> {
  const grpc = await import('@grpc/grpc-js');
  const metadata = new grpc.Metadata();
  for (const [name, value] of Object.entries(headers)) metadata.set(name, value);
  return { client: new grpc.Client(grpcTarget(endpoint), credentials(grpc, tls), options()), metadata };

  function options(): Readonly<Record<string, string | number>> {
    return {
      'grpc.primary_user_agent': `Spanline/${version}`,
      'grpc.max_reconnect_backoff_ms': mostReconnectMillis,
      // Two forwards with different certificates must not share a connection.
      'grpc.use_local_subchannel_pool': 1,
      'grpc.enable_retries': 0,
      'grpc.enable_channelz': 0,
      ...(compress ? { 'grpc.default_compression_algorithm': gzipAlgorithm } : {}),
      ...(isLoopback(endpoint.hostname) ? { 'grpc.enable_http_proxy': 0 } : {}),
    };
  }
}

function credentials(
  grpc: typeof import('@grpc/grpc-js'),
  files: ForwardTls | undefined,
): import('@grpc/grpc-js').ChannelCredentials {
  if (files === undefined) return grpc.credentials.createInsecure();
  return grpc.ChannelCredentials.createFromSecureContext(files.secureContext, {
    rejectUnauthorized: files.rejectUnauthorized,
  });
}

/** With the port that is usual where none is said. */
export function grpcTarget(endpoint: URL): string {
  const port = endpoint.port === '' ? (endpoint.protocol === 'https:' ? '443' : '4317') : endpoint.port;
  return `${endpoint.hostname}:${port}`;
}
