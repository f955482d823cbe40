import { type IncomingMessage, request } from 'node:http';
import { connect as connectHttp2 } from 'node:http2';
import { connect } from 'node:net';

/** What the program that answers at a port is, as far as the port itself tells. */
export type PortAnswer = 'Spanline' | 'Jaeger' | 'OTLP' | 'other';

const patienceMillis = 1_000;
const jaegerPage = 16_686;
/** The start of what Spanline's receiver says to whoever asks for something else. */
const ownWords = 'This is a Spanline';

/** Asks a port who it is. Sends no spans: an export of nothing. Never rejects. */
export async function askPort(port: number, host: string): Promise<PortAnswer> {
  const [page, http, grpc] = await Promise.all([
    ask(port, host, 'GET', '/'),
    ask(port, host, 'POST', '/v1/traces', '{"resourceSpans":[]}'),
    answersOtlpGrpc(port, host),
  ]);
  if (page?.text.includes(ownWords) === true) return 'Spanline';
  const answersHttp = http?.status === 200 && /^\s*\{/.test(http.text);
  if (!answersHttp && !grpc) return 'other';
  // Jaeger is built on the Collector and answers as one; what tells it is its page.
  const jaeger = await ask(jaegerPage, host, 'GET', '/');
  return jaeger?.text.includes('Jaeger UI') === true ? 'Jaeger' : 'OTLP';
}

/** Whether somebody takes connections there. */
export function isAnswered(port: number, host: string): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ port, host });
    const finish = (answered: boolean): void => {
      socket.destroy();
      resolve(answered);
    };
    socket.once('connect', () => finish(true));
    socket.once('error', () => finish(false));
    socket.setTimeout(patienceMillis, () => finish(false));
  });
}

interface Answer {
  readonly status: number;
  readonly text: string;
}

function ask(
  port: number,
  host: string,
  method: string,
  path: string,
  body?: string,
): Promise<Answer | undefined> {
  return new Promise((resolve) => {
    const headers = { host: 'localhost', connection: 'close', 'content-type': 'application/json' };
    const asked = request({ port, host, method, path, headers, agent: false }, (response) =>
      read(response, (text) => resolve({ status: response.statusCode ?? 0, text })),
    );
    const timer = setTimeout(() => asked.destroy(), patienceMillis);
    asked.on('error', () => resolve(undefined));
    asked.on('close', () => {
      clearTimeout(timer);
      resolve(undefined);
    });
    asked.end(body);
  });
}

/** The beginning of a page says enough. */
const enoughCharacters = 4_096;

function read(response: IncomingMessage, done: (text: string) => void): void {
  let text = '';
  response.setEncoding('utf8');
  response.on('data', (chunk: string) => {
    text += chunk;
    if (text.length < enoughCharacters) return;
    done(text);
    response.destroy();
  });
  response.on('end', () => done(text));
  response.on('error', () => done(text));
}

/** An export of nothing over gRPC: five bytes that say that there is no message's content. */
function answersOtlpGrpc(port: number, host: string): Promise<boolean> {
  return new Promise((resolve) => {
    const session = connectHttp2(`http://${host.includes(':') ? `[${host}]` : host}:${port}`);
    const finish = (answers: boolean): void => {
      clearTimeout(timer);
      session.destroy();
      resolve(answers);
    };
    const timer = setTimeout(() => finish(false), patienceMillis);
    session.on('error', () => finish(false));
    const stream = session.request({
      ':method': 'POST',
      ':path': '/opentelemetry.proto.collector.trace.v1.TraceService/Export',
      'content-type': 'application/grpc',
      te: 'trailers',
    });
    const onHeaders = (headers: Readonly<Record<string, unknown>>): void => {
      if (headers['grpc-status'] !== undefined) finish(String(headers['grpc-status']) === '0');
    };
    stream.on('response', onHeaders);
    stream.on('trailers', onHeaders);
    stream.on('error', () => finish(false));
    stream.on('close', () => finish(false));
    stream.resume();
    stream.end(Buffer.alloc(5));
  });
}
