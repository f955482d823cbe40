import { Buffer } from 'node:buffer';
import {
  type ClientHttp2Session,
  connect,
  type IncomingHttpHeaders,
  type OutgoingHttpHeaders,
} from 'node:http2';

export const traceExport = '/opentelemetry.proto.collector.trace.v1.TraceService/Export';

/** A message with the head of five bytes that gRPC puts before it. */
export function framed(message: Uint8Array, compressed = 0, length = message.length): Buffer {
  const head = Buffer.alloc(5);
  head[0] = compressed;
  head.writeUInt32BE(length, 1);
  return Buffer.concat([head, message]);
}

export interface RawGrpcAnswer {
  /** Of the head. */
  readonly headers: IncomingHttpHeaders;
  /** Of the trailers, or of the head where that is all. */
  readonly status: string;
  readonly message: string;
  readonly details: string;
  readonly body: Buffer;
  readonly resetCode: number;
}

/** Makes a call by hand; `parts` are written one after the other. */
export async function callRaw(
  session: ClientHttp2Session,
  headers: OutgoingHttpHeaders,
  parts: readonly Uint8Array[],
): Promise<RawGrpcAnswer> {
  const stream = session.request({
    ':method': 'POST',
    ':path': traceExport,
    'content-type': 'application/grpc',
    te: 'trailers',
    ...headers,
  });
  let head: IncomingHttpHeaders = {};
  let trailers: IncomingHttpHeaders = {};
  const body: Buffer[] = [];
  stream.on('response', (received) => {
    head = received;
  });
  stream.on('trailers', (received) => {
    trailers = received;
  });
  stream.on('data', (chunk: Buffer) => body.push(chunk));
  stream.on('error', () => undefined);
  const closed = new Promise<void>((resolve) => stream.on('close', () => resolve()));
  for (const part of parts) {
    stream.write(part);
    await new Promise(setImmediate);
  }
  stream.end();
  await closed;
  const all = { ...head, ...trailers };
  return {
    headers: head,
    status: String(all['grpc-status'] ?? ''),
    message: String(all['grpc-message'] ?? ''),
    details: String(all['grpc-status-details-bin'] ?? ''),
    body: Buffer.concat(body),
    resetCode: stream.rstCode ?? 0,
  };
}

export function openSession(address: string): ClientHttp2Session {
  const session = connect(`http://${address}`);
  session.on('error', () => undefined);
  return session;
}
