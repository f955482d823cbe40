import { type ClientHttp2Session, connect } from 'node:http2';
import { requestOf, wireOf } from '../otlpRequest.ts';
import type { RandomNumbers } from './randomNumbers.ts';

const grpcPath = '/opentelemetry.proto.collector.trace.v1.TraceService/Export';

/** A request of one trace. */
export interface SentTrace {
  readonly traceId: string;
  readonly spans: number;
}

export interface Addresses {
  readonly grpc: string;
  readonly http: string;
}

/** Counts what was sent, and what the collector has said is kept, in the order in which it said so. */
export class Ledger {
  readonly sent = new Map<string, number>();
  readonly acknowledged: SentTrace[] = [];
  #next = 0;

  begin(spans: number): SentTrace {
    const traceId = (++this.#next).toString(16).padStart(32, '0');
    this.sent.set(traceId, spans);
    return { traceId, spans };
  }
}

/** Sends over each protocol, one request after the other, until the collector is gone. */
export async function sendUntilGone(
  addresses: Addresses,
  ledger: Ledger,
  random: RandomNumbers,
): Promise<void> {
  const session = connect(`http://${addresses.grpc}`);
  session.on('error', () => undefined);
  const overHttp = (request: Outgoing): Promise<boolean> => post(addresses.http, request);
  const overGrpc = (request: Outgoing): Promise<boolean> => call(session, request);
  const asJson = (request: Outgoing): Promise<boolean> => post(addresses.http, { ...request, isJson: true });
  const senders = [overHttp, overHttp, overGrpc, overGrpc, overGrpc, asJson];
  await Promise.all(senders.map((send) => sendAll(send, ledger, random)));
  session.destroy();
}

interface Outgoing {
  readonly json: object;
  readonly isJson?: boolean;
}

/** Whether the collector said that it is kept; throws where it is gone. */
type Send = (request: Outgoing) => Promise<boolean>;

async function sendAll(send: Send, ledger: Ledger, random: RandomNumbers): Promise<void> {
  for (;;) {
    const trace = ledger.begin(random.next() < 0.1 ? random.between(100, 400) : random.between(1, 20));
    try {
      if (await send({ json: requestFor(trace) })) ledger.acknowledged.push(trace);
    } catch {
      return;
    }
  }
}

function requestFor({ traceId, spans }: SentTrace): object {
  const serial = Number.parseInt(traceId, 16);
  return requestOf(
    Array.from({ length: spans }, (_, i) => ({
      trace: traceId,
      id: (i + 1).toString(16),
      start: serial,
      attributes: { 'order.id': serial * 7919 + i },
    })),
  );
}

async function post(address: string, { json, isJson = false }: Outgoing): Promise<boolean> {
  const response = await fetch(`http://${address}/v1/traces`, {
    method: 'POST',
    headers: { 'content-type': isJson ? 'application/json' : 'application/x-protobuf' },
    body: isJson ? JSON.stringify(json) : wireOf(json),
  });
  await response.arrayBuffer();
  return response.status === 200;
}

function call(session: ClientHttp2Session, { json }: Outgoing): Promise<boolean> {
  const message = wireOf(json);
  const frame = Buffer.alloc(5 + message.length);
  frame.writeUInt32BE(message.length, 1);
  frame.set(message, 5);
  return new Promise((resolve, reject) => {
    const stream = session.request({
      ':method': 'POST',
      ':path': grpcPath,
      'content-type': 'application/grpc',
      te: 'trailers',
    });
    let status: unknown;
    const note = (headers: Record<string, unknown>): void => {
      status = headers['grpc-status'] ?? status;
    };
    stream.on('response', note);
    stream.on('trailers', note);
    stream.on('error', reject);
    stream.on('close', () => (status === undefined ? reject(new Error('gone')) : resolve(status === '0')));
    stream.resume();
    stream.end(frame);
  });
}
