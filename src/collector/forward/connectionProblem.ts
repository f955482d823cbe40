import type { Outcome } from './sender.ts';

/** What is thrown where a request has no answer in time. */
export class TimeoutError extends Error {
  override readonly name = 'TimeoutError';
}

/** A request may take so long. */
export const timeoutMillis = 10_000;

/** Words of OpenSSL and Node for what is wrong with a certificate or with speaking TLS at all. */
const tlsFault =
  /CERT|SELF_SIGNED|UNABLE_TO_(?:VERIFY|GET_ISSUER)|ERR_SSL|ERR_TLS|EPROTO|certificate|self[- ]signed|wrong version number|ssl3|tlsv1|altname/i;
const notHttp = /^HPE_/;

/** What to make of an error that kept a request from being answered. `host`: with its port. */
export function connectionOutcome(error: unknown, host: string): Outcome {
  const code = codeOf(error);
  const text = error instanceof Error ? error.message : String(error);
  if (error instanceof TimeoutError)
    return { type: 'retry', problem: `${host} did not answer within ${timeoutMillis / 1_000} seconds.` };
  return outcomeOf(code, text, host);
}

/** The same from the words of an error. */
export function outcomeOf(code: string, text: string, host: string): Outcome {
  const words = `${code} ${text}`;
  if (tlsFault.test(words)) return { type: 'failed', problem: tlsProblem(words, code, host) };
  if (notHttp.test(code))
    return {
      type: 'failed',
      problem: `${host} does not speak HTTP/1. Check protocol and port of this forward.`,
    };
  if (/ECONNREFUSED/.test(words))
    return {
      type: 'retry',
      problem: `Nothing listens at ${host}. Start the back end, or check the endpoint of this forward.`,
    };
  if (/ENOTFOUND|EAI_AGAIN|Name resolution failed/.test(words))
    return {
      type: 'retry',
      problem: `The name ${host} is not known. Check the endpoint of this forward and the network.`,
    };
  return { type: 'retry', problem: `The connection to ${host} broke${code === '' ? '' : ` (${code})`}.` };
}

function tlsProblem(words: string, code: string, host: string): string {
  const reason = code === '' ? '' : ` (${code})`;
  if (/wrong version number|packet length too long/i.test(words))
    return `${host} does not speak TLS. Use http:// in the endpoint of this forward.`;
  if (/alert|certificate required/i.test(words))
    return `${host} refused the TLS connection${reason}. Check the client certificate of this forward (tls.certFile, tls.keyFile).`;
  if (/EXPIRED/i.test(words)) return `The certificate of ${host} has expired${reason}.`;
  if (/altname/i.test(words))
    return `The certificate of ${host} is for another name${reason}. Check the endpoint of this forward.`;
  return `The certificate of ${host} is not trusted${reason}. Give this forward the certificate of its authority (tls.caFile).`;
}

function codeOf(error: unknown): string {
  if (typeof error !== 'object' || error === null || !('code' in error)) return '';
  return typeof error.code === 'string' ? error.code : '';
}
