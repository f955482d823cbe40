import { Buffer } from 'node:buffer';
import { type Signal, signal } from '../store/blockFile.ts';
import type { BodyBuffer } from './bodyBuffer.ts';
import { acceptedCodings, type Coding, codingOf } from './contentCoding.ts';
import { corsHeaders, preflight } from './crossOrigin.ts';
import type { Door } from './door.ts';
import { exportResponse, type Format, mediaTypes } from './exportResponse.ts';
import { type HttpService, isReply, type Reply, type RequestHead } from './httpService.ts';
import { refusalOf } from './requestGuard.ts';
import { type RpcStatus, rpcCode, statusBytes, statusJson, statusOf } from './rpcStatus.ts';

type Headers = Readonly<Record<string, string>>;

/** What the head of an export asks for. */
interface Export {
  readonly kind: Signal;
  readonly format: Format;
  readonly coding: Coding;
  /** Headers that every answer carries. */
  readonly cors: Headers;
}

const kinds: ReadonlyMap<string, Signal> = new Map([
  ['/v1/traces', signal.traces],
  ['/v1/logs', signal.logs],
  ['/v1/metrics', signal.metrics],
]);

const noCors: Headers = {};
/** Nearly all answers. */
const plainHeaders: Readonly<Record<Format, Headers>> = {
  protobuf: { 'content-type': mediaTypes.protobuf },
  json: { 'content-type': mediaTypes.json },
};

const whatToSend = `Send OTLP to /v1/traces, /v1/logs or /v1/metrics with POST, as ${mediaTypes.protobuf} or ${mediaTypes.json}. What was received is shown in the editor; nothing of it is answered here.`;
const notFound = `This is a Spanline OTLP receiver. ${whatToSend}`;
const noProfiles = 'Spanline keeps traces, logs and metrics, not profiles.';

/** OTLP over HTTP. */
export function otlpService(door: Door): HttpService {
  return (head) => {
    const decided = readHead(door, head);
    if (isReply(decided)) return decided;
    return {
      receive: (body) => receiveExport(door, decided, body),
      refuse: (error) => errorReply(error, decided),
    };
  };
}

/** Decides by the head alone: an export whose body is to be read, or the answer. */
function readHead(door: Door, head: RequestHead): Export | Reply {
  const origin = head.header('origin');
  const asker = { host: head.host, origin, fetchSite: head.header('sec-fetch-site') };
  const refusal = refusalOf(asker, door.allowedOrigins);
  if (refusal !== undefined) return refused(head, 403, rpcCode.permissionDenied, refusal, noCors);
  const cors = origin === undefined ? noCors : corsHeaders(origin);
  const kind = kinds.get(head.path) ?? kinds.get(head.path.replace(/\/*(?:\?.*)?$/, ''));
  if (kind === undefined) return unknownPath(head, cors);
  if (head.method !== 'POST') return otherMethod(head, cors);
  return readBodyType(head, kind, cors);
}

function unknownPath(head: RequestHead, cors: Headers): Reply {
  const text = /^\/v1[a-z]*\/profiles/.test(head.path) ? noProfiles : notFound;
  return refused(head, 404, rpcCode.unimplemented, text, cors);
}

function otherMethod(head: RequestHead, cors: Headers): Reply {
  if (head.method === 'OPTIONS') return preflight(head, cors);
  const headers = { ...cors, allow: 'POST, OPTIONS' };
  return refused(head, 405, rpcCode.unimplemented, notFound, headers);
}

function readBodyType(head: RequestHead, kind: Signal, cors: Headers): Export | Reply {
  const format = formatOf(head.header('content-type'));
  if (format === undefined) {
    return refused(head, 415, rpcCode.unimplemented, `Send ${mediaTypes.protobuf} or ${mediaTypes.json}.`, {
      ...cors,
      accept: `${mediaTypes.protobuf}, ${mediaTypes.json}`,
    });
  }
  const coding = codingOf(head.header('content-encoding'));
  if (coding === undefined) {
    const accepted = acceptedCodings.join(', ');
    const text = `Send the body as it is or with one content encoding: ${accepted}.`;
    return refused(head, 415, rpcCode.unimplemented, text, { ...cors, 'accept-encoding': accepted });
  }
  return { kind, format, coding, cors };
}

/** By the media type without its parameters, in any case. */
function formatOf(type: string | undefined): Format | undefined {
  if (type === mediaTypes.protobuf) return 'protobuf';
  if (type === mediaTypes.json) return 'json';
  const bare = type?.split(';')[0]?.trim().toLowerCase();
  return bare === mediaTypes.protobuf ? 'protobuf' : bare === mediaTypes.json ? 'json' : undefined;
}

/** Keeps the body of an export and answers in kind. */
async function receiveExport(door: Door, wanted: Export, packed: BodyBuffer): Promise<Reply> {
  const { kind, format, coding, cors } = wanted;
  try {
    const accepted = await door.unpacked(packed, coding, (body) => door.receive(kind, body, format));
    return { status: 200, headers: typed(format, cors), body: exportResponse(kind, accepted, format) };
  } catch (error) {
    return errorReply(error, wanted);
  }
}

/** The answer for what went wrong with an export: 400, 413 or, when it may be sent again, 503. */
function errorReply(error: unknown, { format, cors }: Export): Reply {
  const status = statusOf(error);
  const { retrySeconds } = status;
  const retry: Headers = retrySeconds === undefined ? {} : { 'retry-after': String(retrySeconds) };
  return {
    status: httpStatusOf(status),
    headers: { ...typed(format, cors), ...retry },
    body: statusBody(status, format),
  };
}

function httpStatusOf({ code }: RpcStatus): number {
  return code === rpcCode.invalidArgument ? 400 : code === rpcCode.resourceExhausted ? 413 : 503;
}

/** An answer to a request whose body is not read: a `Status` for an exporter, a sentence for a person. */
function refused(head: RequestHead, status: number, code: number, message: string, headers: Headers): Reply {
  const format = formatOf(head.header('content-type'));
  if (format === undefined) {
    const type = { 'content-type': 'text/plain; charset=utf-8' };
    return { status, headers: { ...headers, ...type }, body: Buffer.from(`${message}\n`) };
  }
  return { status, headers: typed(format, headers), body: statusBody({ code, message }, format) };
}

function statusBody(status: RpcStatus, format: Format): Uint8Array {
  return format === 'json' ? Buffer.from(JSON.stringify(statusJson(status))) : statusBytes(status);
}

function typed(format: Format, headers: Headers): Headers {
  return headers === noCors ? plainHeaders[format] : { ...headers, 'content-type': mediaTypes[format] };
}
