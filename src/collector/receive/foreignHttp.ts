import type { RequestKeeper, Transcoded } from '../formats/foreignSpans.ts';
import type { BodyBuffer } from './bodyBuffer.ts';
import { acceptedCodings, type Coding, codingOf } from './contentCoding.ts';
import { corsHeaders, preflight } from './crossOrigin.ts';
import type { Door } from './door.ts';
import { takeIn } from './foreignIntake.ts';
import type { HttpService, Reply, RequestHead, Upload } from './httpService.ts';
import { refusalOf } from './requestGuard.ts';
import { rpcCode, statusOf } from './rpcStatus.ts';

/** Hands on what a body says in OTLP. */
export type Transcode = (body: Uint8Array, head: RequestHead, keep: RequestKeeper) => Promise<Transcoded>;

/** By path, and then by media type. */
export type ForeignPaths = ReadonlyMap<string, ReadonlyMap<string, Transcode>>;

type Headers = Readonly<Record<string, string>>;

/**
 * Uploads of spans as Zipkin and Jaeger take them: 202 without a body where they are kept, otherwise a sentence.
 * `whatToSend` is the sentence for who asks for something else.
 */
export function foreignHttp(door: Door, paths: ForeignPaths, whatToSend: string): HttpService {
  return (head) => {
    const origin = head.header('origin');
    const asker = { host: head.host, origin, fetchSite: head.header('sec-fetch-site') };
    const refusal = refusalOf(asker, door.allowedOrigins);
    if (refusal !== undefined) return textReply(403, refusal);
    const cors = corsHeaders(origin);
    const types = paths.get(head.path.replace(/\/*(?:\?.*)?$/, ''));
    if (types === undefined) return textReply(404, whatToSend, cors);
    if (head.method === 'OPTIONS') return preflight(head, cors);
    if (head.method !== 'POST') return textReply(405, whatToSend, { ...cors, allow: 'POST, OPTIONS' });
    return uploadOf(door, head, types, cors);
  };
}

function uploadOf(
  door: Door,
  head: RequestHead,
  types: ReadonlyMap<string, Transcode>,
  cors: Headers,
): Upload | Reply {
  const type = head.header('content-type')?.split(';')[0]?.trim().toLowerCase() ?? '';
  const transcode = types.get(type);
  if (transcode === undefined) {
    const accept = [...types.keys()].join(', ');
    return textReply(415, `Send one of these types: ${accept}.`, { ...cors, accept });
  }
  const coding = codingOf(head.header('content-encoding'));
  if (coding === undefined) {
    const accepted = acceptedCodings.join(', ');
    const text = `Send the body as it is or with one content encoding: ${accepted}.`;
    return textReply(415, text, { ...cors, 'accept-encoding': accepted });
  }
  return {
    receive: (packed) =>
      receive(door, packed, coding, cors, (body, keep) => transcode(body.toBytes(), head, keep)),
    refuse: (error) => errorReply(error, cors),
  };
}

async function receive(
  door: Door,
  packed: BodyBuffer,
  coding: Coding,
  cors: Headers,
  transcode: (body: BodyBuffer, keep: RequestKeeper) => Promise<Transcoded>,
): Promise<Reply> {
  try {
    await door.unpacked(packed, coding, (body) => takeIn(door, (keep) => transcode(body, keep)));
    return { status: 202, headers: cors, body: new Uint8Array() };
  } catch (error) {
    return errorReply(error, cors);
  }
}

function errorReply(error: unknown, cors: Headers): Reply {
  const { code, message, retrySeconds } = statusOf(error);
  const status = code === rpcCode.invalidArgument ? 400 : code === rpcCode.resourceExhausted ? 413 : 503;
  const retry: Headers = retrySeconds === undefined ? {} : { 'retry-after': String(retrySeconds) };
  return textReply(status, message, { ...cors, ...retry });
}

function textReply(status: number, text: string, headers: Headers = {}): Reply {
  return {
    status,
    headers: { ...headers, 'content-type': 'text/plain; charset=utf-8' },
    body: Buffer.from(`${text}\n`),
  };
}
