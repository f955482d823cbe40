import { isMessage, messagesOf } from '../formats/anyValue.ts';
import { zipkinSpanOf } from '../formats/otlpToZipkin.ts';
import { splitRequest } from '../otlp/splitRequest.ts';
import { tracesSchema } from '../otlp/tracesSchema.ts';
import { type JsonMessage, wireToJson } from '../otlp/wireToJson.ts';
import type { Signal } from '../store/blockFile.ts';
import { TimeSlice } from '../store/timeSlice.ts';
import { connectionOutcome } from './connectionProblem.ts';
import { httpOutcome } from './httpOutcome.ts';
import type { HttpPost } from './httpPost.ts';
import type { Outcome, Sender } from './sender.ts';

/** Its JSON is several times larger, and the server takes 10 MiB. */
const zipkinRequestBytes = 512 << 10;
/** Transcoded in a row, in about a millisecond. */
const pieceBytes = 32 << 10;

/** Zipkin's JSON of version 2. Zipkin takes spans alone. */
export class ZipkinSender implements Sender {
  readonly requestBytes = zipkinRequestBytes;
  readonly #url: URL;
  readonly #headerNames: readonly string[];
  readonly #post: HttpPost;

  /** Owns `post`. */
  constructor(endpoint: URL, headerNames: readonly string[], post: HttpPost) {
    this.#url = zipkinUrl(endpoint);
    this.#headerNames = headerNames;
    this.#post = post;
  }

  async send(_kind: Signal, request: Uint8Array<ArrayBuffer>): Promise<Outcome> {
    const { host, pathname } = this.#url;
    const body = await zipkinBody(request);
    try {
      const answer = await this.#post.post(this.#url, 'application/json', body);
      const asked = { host, path: pathname, signal: 'traces', headers: this.#headerNames };
      // What Zipkin writes when it has taken spans is nothing of OTLP.
      if (answer.status >= 200 && answer.status < 300) return { type: 'taken', rejected: 0 };
      return httpOutcome(answer, asked, Date.now());
    } catch (error) {
      return connectionOutcome(error, host);
    }
  }

  dispose(): void {
    this.#post.dispose();
  }
}

/** `http://host:9411` → `http://host:9411/api/v2/spans`. */
export function zipkinUrl(endpoint: URL): URL {
  const url = new URL(endpoint);
  const base = url.pathname.replace(/\/+$/, '').replace(/(?:\/api\/v2(?:\/spans)?)$/, '');
  url.pathname = `${base}/api/v2/spans`;
  return url;
}

async function zipkinBody(request: Uint8Array<ArrayBuffer>): Promise<Uint8Array> {
  const texts: string[] = [];
  const slice = new TimeSlice();
  for (const piece of splitRequest(request, pieceBytes)) {
    const message = wireToJson(tracesSchema, piece, 0, piece.length);
    for (const resource of messagesOf(message['resourceSpans'])) addSpans(resource, texts);
    if (slice.isOver) await slice.rest();
  }
  return Buffer.from(`[${texts.join(',')}]`);
}

function addSpans(resource: JsonMessage, texts: string[]): void {
  for (const scopeSpans of messagesOf(resource['scopeSpans'])) {
    const group = { resource, scope: scopeSpans };
    for (const span of messagesOf(scopeSpans['spans'])) {
      if (isMessage(span)) texts.push(JSON.stringify(zipkinSpanOf({ span, group })));
    }
  }
}
