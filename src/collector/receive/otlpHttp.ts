import { messageOf } from '../../shared/assert.ts';
import { MalformedError } from '../otlp/wireReader.ts';
import { type Signal, signal } from '../store/blockFile.ts';
import { RefusedError } from '../store/intake.ts';
import type { BodyBuffer } from './bodyBuffer.ts';
import type { Door } from './door.ts';
import { exportResponse, type Format, mediaTypes, statusBody } from './exportResponse.ts';
import { type HttpService, isReply, type Reply, type RequestHead } from './httpService.ts';
import { TooLargeError } from './inflate.ts';
import { isLoopbackOrigin, refusalOf } from './requestGuard.ts';

/** What the head of an export asks for. */
interface Export {
  readonly kind: Signal;
  readonly format: Format;
  readonly gzip: boolean;
  /** Headers that every answer carries. */
  readonly cors: Readonly<Record<string, string>>;
}

/** Codes of `google.rpc.Code` that bodies of errors carry. */
const rpcCode = { invalidArgument: 3, resourceExhausted: 8, unavailable: 14 } as const;

const kinds: ReadonlyMap<string, Signal> = new Map([
  ['/v1/traces', signal.traces],
  ['/v1/logs', signal.logs],
  ['/v1/metrics', signal.metrics],
]);

/** OTLP over HTTP. */
export function otlpService(door: Door): HttpService {
  return (head) => {
    const decided = readHead(head);
    if (isReply(decided)) return decided;
    return {
      receive: (body) => receiveExport(door, decided, body),
      refuse: (error) => errorReply(error, decided),
    };
  };
}

/** Decides by the head alone: an export whose body is to be read, or the answer. */
function readHead(head: RequestHead): Export | Reply {
  const origin = head.header('origin');
  const refusal = refusalOf({ host: head.host, origin, fetchSite: head.header('sec-fetch-site') });
  if (refusal !== undefined) return textReply(403, refusal);
  const cors = corsHeaders(origin);
  const kind = kinds.get(head.path.replace(/\?.*$/, ''));
  if (kind === undefined) return textReply(404, notFound, cors);
  if (head.method === 'OPTIONS' && origin !== undefined) return preflight(head, cors);
  if (head.method !== 'POST') return textReply(405, 'Send spans with POST.', { ...cors, allow: 'POST' });
  return readBodyType(head, kind, cors);
}

/** Keeps the body of an export and answers in kind. */
async function receiveExport(door: Door, wanted: Export, body: BodyBuffer): Promise<Reply> {
  const { kind, format, cors } = wanted;
  try {
    const accepted = await door.receive(kind, body, format, wanted.gzip);
    return { status: 200, headers: typed(format, cors), body: exportResponse(accepted, format) };
  } catch (error) {
    return errorReply(error, wanted);
  }
}

/** The answer for what went wrong with an export: 400, 413 or, when it may be sent again, 503. */
function errorReply(error: unknown, { format, cors }: Export): Reply {
  const headers = typed(format, cors);
  if (error instanceof MalformedError) {
    const text = `The request is malformed: ${error.message}.`;
    return { status: 400, headers, body: statusBody(rpcCode.invalidArgument, text, format) };
  }
  if (error instanceof TooLargeError) {
    return { status: 413, headers, body: statusBody(rpcCode.resourceExhausted, error.message, format) };
  }
  const text = error instanceof RefusedError ? error.message : `Spanline failed: ${messageOf(error)}`;
  const retry = { ...headers, 'retry-after': '1' };
  return { status: 503, headers: retry, body: statusBody(rpcCode.unavailable, text, format) };
}

const notFound = 'This is a Spanline OTLP receiver. Send to /v1/traces, /v1/logs or /v1/metrics.';

function readBodyType(
  head: RequestHead,
  kind: Signal,
  cors: Readonly<Record<string, string>>,
): Export | Reply {
  const type = (head.header('content-type') ?? '').split(';')[0]?.trim().toLowerCase();
  const encoding = (head.header('content-encoding') ?? 'identity').trim().toLowerCase();
  const format = type === mediaTypes.protobuf ? 'protobuf' : type === mediaTypes.json ? 'json' : undefined;
  if (format === undefined) {
    return textReply(415, `Send ${mediaTypes.protobuf} or ${mediaTypes.json}.`, cors);
  }
  if (encoding !== 'identity' && encoding !== 'gzip') {
    return textReply(415, 'Send the body as it is or with gzip.', cors);
  }
  return { kind, format, gzip: encoding === 'gzip', cors };
}

function corsHeaders(origin: string | undefined): Record<string, string> {
  if (origin === undefined || !isLoopbackOrigin(origin)) return {};
  return { 'access-control-allow-origin': origin, vary: 'Origin' };
}

function preflight(head: RequestHead, cors: Readonly<Record<string, string>>): Reply {
  const headers = {
    ...cors,
    'access-control-allow-methods': 'POST',
    'access-control-allow-headers': head.header('access-control-request-headers') ?? 'content-type',
    'access-control-max-age': '7200',
  };
  return { status: 204, headers, body: new Uint8Array() };
}

function typed(format: Format, cors: Readonly<Record<string, string>>): Record<string, string> {
  return { ...cors, 'content-type': mediaTypes[format] };
}

function textReply(status: number, text: string, headers: Readonly<Record<string, string>> = {}): Reply {
  return {
    status,
    headers: { ...headers, 'content-type': 'text/plain; charset=utf-8' },
    body: Buffer.from(`${text}\n`),
  };
}
