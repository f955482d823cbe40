import { Agent, request } from 'node:http';
import { type ClientHttp2Session, connect } from 'node:http2';
import { SpanBatch, spansPerRequest } from './spanBatch.ts';

/** What the sender is told on its command line. */
export interface SenderOptions {
  readonly protocol: 'grpc' | 'http';
  readonly address: string;
  readonly requests: number;
  readonly concurrency: number;
  /** All spans are of this trace. */
  readonly traceId?: string;
}

/** What it answers on stdout. */
export interface SenderResult {
  readonly seconds: number;
  readonly acknowledgedSpans: number;
}

const grpcPath = '/opentelemetry.proto.collector.trace.v1.TraceService/Export';

/** The client of the ingest bench: sends pre-encoded requests as fast as they are acknowledged. */
async function main(): Promise<void> {
  const options = JSON.parse(process.argv[2] ?? '{}') as SenderOptions;
  const traceId = options.traceId === undefined ? undefined : Buffer.from(options.traceId, 'hex');
  const transport = options.protocol === 'grpc' ? grpcTransport(options) : httpTransport(options);
  const started = process.hrtime.bigint();
  let left = options.requests;
  let acknowledged = 0;
  const worker = async (): Promise<void> => {
    const batch = new SpanBatch(transport.headRoom, traceId);
    while (left-- > 0) {
      batch.renew();
      await transport.send(batch.bytes);
      acknowledged++;
    }
  };
  await Promise.all(Array.from({ length: options.concurrency }, worker));
  const seconds = Number(process.hrtime.bigint() - started) / 1e9;
  const result: SenderResult = { seconds, acknowledgedSpans: acknowledged * spansPerRequest };
  process.stdout.write(`${JSON.stringify(result)}\n`);
  transport.close();
}

interface SendTransport {
  /** Bytes before the request. */
  readonly headRoom: number;
  /** Resolves when the request was acknowledged; rejects when it was refused. */
  send(bytes: Uint8Array): Promise<void>;
  close(): void;
}

function grpcTransport({ address }: SenderOptions): SendTransport {
  const session = connect(`http://${address}`, { settings: { initialWindowSize: 1 << 20 } });
  return {
    headRoom: 5,
    send: (bytes) => {
      new DataView(bytes.buffer).setUint32(1, bytes.length - 5);
      return callGrpc(session, bytes);
    },
    close: () => session.close(),
  };
}

function callGrpc(session: ClientHttp2Session, bytes: Uint8Array): Promise<void> {
  return new Promise((resolve, reject) => {
    const stream = session.request({
      ':method': 'POST',
      ':path': grpcPath,
      'content-type': 'application/grpc',
      te: 'trailers',
    });
    let status: unknown;
    stream.on('response', (headers) => {
      status = headers['grpc-status'];
    });
    stream.on('trailers', (headers) => {
      status = headers['grpc-status'];
    });
    stream.on('error', reject);
    stream.on('end', () => {
      if (Number(status) === 0) resolve();
      else reject(new Error(`The call ended with status ${String(status)}.`));
    });
    stream.resume();
    stream.end(bytes);
  });
}

function httpTransport({ address, concurrency }: SenderOptions): SendTransport {
  const agent = new Agent({ keepAlive: true, maxSockets: concurrency });
  return { headRoom: 0, send: (bytes) => post(agent, address, bytes), close: () => agent.destroy() };
}

function post(agent: Agent, address: string, bytes: Uint8Array): Promise<void> {
  return new Promise((resolve, reject) => {
    const headers = { 'content-type': 'application/x-protobuf', 'content-length': bytes.length };
    const sent = request(`http://${address}/v1/traces`, { agent, method: 'POST', headers }, (response) => {
      response.resume();
      response.on('end', () => {
        if (response.statusCode === 200) resolve();
        else reject(new Error(`The answer was ${response.statusCode}.`));
      });
    });
    sent.on('error', reject);
    sent.end(bytes);
  });
}

await main();
