import { oneLine } from '../../shared/oneLine.ts';
import { retryAfterMillis } from './retryDelay.ts';
import type { Outcome } from './sender.ts';
import { partialSuccess, statusMessage } from './serverAnswer.ts';

/** An answer over HTTP. */
export interface HttpAnswer {
  readonly status: number;
  readonly retryAfter?: string | undefined;
  readonly location?: string | undefined;
  readonly body: Uint8Array;
}

/** Who answered, and how people name what was sent there. */
export interface Asked {
  /** `api.honeycomb.io`. */
  readonly host: string;
  readonly path: string;
  /** `traces`. */
  readonly signal: string;
  /** Names of the headers that the person gave, lower case. */
  readonly headers: readonly string[];
}

/** What OTLP lets be sent again (https://opentelemetry.io/docs/specs/otlp/#retryable-response-codes). */
const retryable: ReadonlySet<number> = new Set([429, 502, 503, 504]);

/** What an answer means for the request, after OTLP's specification. `now`: milliseconds since the epoch. */
export function httpOutcome(answer: HttpAnswer, asked: Asked, now: number): Outcome {
  const { status } = answer;
  if (status >= 200 && status < 300) return taken(answer.body);
  const said = `${asked.host} answered ${status}${quoted(statusMessage(answer.body))}`;
  if (retryable.has(status)) {
    const afterMillis = retryAfterMillis(answer.retryAfter, now);
    return { type: 'retry', problem: said, ...(afterMillis === undefined ? {} : { afterMillis }) };
  }
  if (status === 413) return { type: 'tooLarge', problem: said };
  if ((status === 404 || status === 501) && asked.signal !== 'traces')
    return { type: 'unknownSignal', problem: `${asked.host} takes no ${asked.signal} (${status}).` };
  const problem = faultOfSettings(answer, asked, said);
  return problem === undefined ? { type: 'refused', problem: said } : { type: 'failed', problem };
}

/** `undefined` where another request may go better. */
function faultOfSettings(answer: HttpAnswer, asked: Asked, said: string): string | undefined {
  const { status, location } = answer;
  if (status === 401 || status === 403) return refusedKey(asked.host, String(status), asked.headers);
  if (status >= 300 && status < 400)
    return `${said} It points to ${location ?? 'another place'}. Change the endpoint of this forward.`;
  switch (status) {
    case 404:
      return `${asked.host} has no ${asked.path} (404). Check the endpoint of this forward.`;
    case 405:
      return `${asked.host} takes no spans at ${asked.path} (405). Check the endpoint of this forward.`;
    case 407:
      return `The proxy before ${asked.host} asks for a password (407). Check the proxy's variables in the environment.`;
    case 415:
      return `${said} Check the protocol and the compression of this forward.`;
    default:
      return undefined;
  }
}

/** A sentence for whoever gave the key. */
export function refusedKey(host: string, code: string, headers: readonly string[]): string {
  if (headers.length === 0)
    return `${host} asks for an API key (${code}). Give this forward the header that carries it.`;
  const names = headers.length === 1 ? `header ${headers[0]}` : `headers ${headers.join(', ')}`;
  return `${host} refused the API key (${code}). Check the ${names} of this forward.`;
}

/** The end of a sentence. The message may be long: secrets are struck out of it before `withShortQuote` cuts it. */
export function quoted(message: string): string {
  return message === '' ? '.' : `: “${message}”.`;
}

/** The same sentence with no more of what the server said than can be read. */
export function withShortQuote(problem: string): string {
  return problem.replace(/“(.*)”/s, (_all, message: string) => `“${oneLine(message)}”`);
}

function taken(body: Uint8Array): Outcome {
  const { rejected, message } = partialSuccess(body);
  if (rejected === 0 && message === '') return { type: 'taken', rejected };
  return { type: 'taken', rejected, problem: partialProblem(rejected, message) };
}

/** A partial success with nothing rejected is a warning. */
export function partialProblem(rejected: number, message: string): string {
  return rejected === 0
    ? `The back end took everything but says${quoted(message)}`
    : `The back end rejected ${rejected} of a request${quoted(message)}`;
}
