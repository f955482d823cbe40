import { Agent, request } from 'node:http';
import { type ClientHttp2Session, connect } from 'node:http2';
import { setTimeout as delay } from 'node:timers/promises';
import { SpanBatch, spansPerRequest } from './spanBatch.ts';

/** What the sender is told on its command line. */
export interface SenderOptions {
  readonly protocol: 'grpc' | 'http';
  readonly address: string;
  readonly requests: number;
  /** How many requests are under way at once; over HTTP each has a connection of its own. */
  readonly concurrency: number;
  /** 512 without. */
  readonly spansPerRequest?: number;
  /** HTTP/2 connections that share the requests over gRPC; 1 without. */
  readonly connections?: number;
  /** At this pace, however long each takes; without, as fast as they are acknowledged. */
  readonly requestsPerSecond?: number;
  /** All spans are of this trace. */
  readonly traceId?: string;
}

/** What it answers on stdout. */
export interface SenderResult {
  readonly seconds: number;
  readonly acknowledgedSpans: number;
  /** Requests that were refused for now and sent again. */
  readonly retries: number;
  /** From sending to acknowledgement, sorted; only at a pace. */
  readonly latencyMillis: readonly number[];
}

const grpcPath = '/opentelemetry.proto.collector.trace.v1.TraceService/Export';

/** RESOURCE_EXHAUSTED and UNAVAILABLE. */
const busyStatuses: ReadonlySet<number> = new Set([8, 14]);
const busyAnswers: ReadonlySet<number> = new Set([429, 503]);
const retryMillis = 50;

/** The client of the ingest bench: sends pre-encoded requests and waits until they are acknowledged. */
async function main(): Promise<void> {
  const options = JSON.parse(process.argv[2] ?? '{}') as SenderOptions;
  const sender = new Sender(options);
  const started = process.hrtime.bigint();
  await (options.requestsPerSecond === undefined
    ? sender.sendAtOnce()
    : sender.sendAtPace(options.requestsPerSecond));
  const seconds = Number(process.hrtime.bigint() - started) / 1e9;
  process.stdout.write(`${JSON.stringify({ seconds, ...sender.result() })}\n`);
  sender.close();
}

class Sender {
  readonly #options: SenderOptions;
  readonly #transport: SendTransport;
  readonly #latencyMillis: number[] = [];
  #acknowledged = 0;
  #retries = 0;

  constructor(options: SenderOptions) {
    this.#options = options;
    this.#transport = options.protocol === 'grpc' ? grpcTransport(options) : httpTransport(options);
  }

  async sendAtOnce(): Promise<void> {
    const { requests, concurrency } = this.#options;
    let left = requests;
    const worker = async (): Promise<void> => {
      const batch = this.#newBatch();
      while (left-- > 0) await this.#sendRenewed(batch);
    };
    await Promise.all(Array.from({ length: concurrency }, worker));
  }

  /** Nothing waits for an answer, so that one slow answer is not hidden by requests that were not sent. */
  async sendAtPace(requestsPerSecond: number): Promise<void> {
    const started = performance.now();
    const free: SpanBatch[] = [];
    const underWay: Promise<void>[] = [];
    for (let i = 0; i < this.#options.requests; i++) {
      await delay(Math.max(0, started + (i * 1000) / requestsPerSecond - performance.now()));
      const batch = free.pop() ?? this.#newBatch();
      underWay.push(this.#sendTimed(batch).then(() => void free.push(batch)));
    }
    await Promise.all(underWay);
  }

  result(): Omit<SenderResult, 'seconds'> {
    return {
      acknowledgedSpans: this.#acknowledged * this.#spans,
      retries: this.#retries,
      latencyMillis: this.#latencyMillis.sort((a, b) => a - b),
    };
  }

  close(): void {
    this.#transport.close();
  }

  get #spans(): number {
    return this.#options.spansPerRequest ?? spansPerRequest;
  }

  #newBatch(): SpanBatch {
    const { traceId } = this.#options;
    const id = traceId === undefined ? undefined : Buffer.from(traceId, 'hex');
    return new SpanBatch(this.#transport.headRoom, id, this.#spans);
  }

  async #sendTimed(batch: SpanBatch): Promise<void> {
    batch.renew();
    const started = performance.now();
    await this.#send(batch);
    this.#latencyMillis.push(performance.now() - started);
  }

  async #sendRenewed(batch: SpanBatch): Promise<void> {
    batch.renew();
    await this.#send(batch);
  }

  async #send(batch: SpanBatch): Promise<void> {
    while (!(await this.#transport.send(batch.bytes))) {
      this.#retries++;
      await delay(retryMillis);
    }
    this.#acknowledged++;
  }
}

interface SendTransport {
  /** Bytes before the request. */
  readonly headRoom: number;
  /** Whether the request was acknowledged, or refused for now; rejects when it was refused for good. */
  send(bytes: Uint8Array): Promise<boolean>;
  close(): void;
}

function grpcTransport({ address, connections = 1 }: SenderOptions): SendTransport {
  const open = () => connect(`http://${address}`, { settings: { initialWindowSize: 1 << 20 } });
  const sessions = Array.from({ length: connections }, open);
  let turn = 0;
  return {
    headRoom: 5,
    send: (bytes) => {
      new DataView(bytes.buffer).setUint32(1, bytes.length - 5);
      turn = (turn + 1) % connections;
      return callGrpc(sessions[turn] as ClientHttp2Session, bytes);
    },
    close: () => {
      for (const session of sessions) session.close();
    },
  };
}

function callGrpc(session: ClientHttp2Session, bytes: Uint8Array): Promise<boolean> {
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
      if (Number(status) === 0) resolve(true);
      else if (busyStatuses.has(Number(status))) resolve(false);
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

function post(agent: Agent, address: string, bytes: Uint8Array): Promise<boolean> {
  return new Promise((resolve, reject) => {
    const headers = { 'content-type': 'application/x-protobuf', 'content-length': bytes.length };
    const sent = request(`http://${address}/v1/traces`, { agent, method: 'POST', headers }, (response) => {
      response.resume();
      response.on('end', () => {
        if (response.statusCode === 200) resolve(true);
        else if (busyAnswers.has(response.statusCode ?? 0)) resolve(false);
        else reject(new Error(`The answer was ${response.statusCode}.`));
      });
    });
    sent.on('error', reject);
    sent.end(bytes);
  });
}

await main();
