/** What became of a request that was sent to be traced. */
export type RequestOutcome =
  | { readonly kind: 'answered'; readonly status: string; readonly millis: number }
  /** It never came to a service, so that no trace can come of it. */
  | { readonly kind: 'unreached' | 'untrusted' | 'refused'; readonly why: string }
  /** It came to the service, which may have recorded spans of it all the same. */
  | { readonly kind: 'lost'; readonly why: string };

/** Of an answer that goes on, as streams of events do, no more than this is read. */
const mostBytes = 64 * 1024 * 1024;

/** Sends a request. Throws only where `signal` ends it. */
export async function outcomeOf(
  url: string,
  init: RequestInit,
  signal: AbortSignal,
): Promise<RequestOutcome> {
  const started = Date.now();
  let response: Response;
  try {
    response = await fetch(url, { ...init, signal });
  } catch (error) {
    if (signal.aborted) throw error;
    return failureOf(error);
  }
  const status = [response.status, response.statusText].filter((part) => part !== '').join(' ');
  const answered: RequestOutcome = { kind: 'answered', status, millis: Date.now() - started };
  void drain(response);
  return answered;
}

/** The whole answer is read, as any client does: what is thrown away early may end the request's spans early. */
async function drain({ body }: Response): Promise<void> {
  const reader = body?.getReader();
  if (reader === undefined) return;
  let sum = 0;
  try {
    for (let piece = await reader.read(); !piece.done; piece = await reader.read()) {
      sum += piece.value.length;
      if (sum > mostBytes) return await reader.cancel();
    }
  } catch {
    // It was answered; how its body ends is told by its spans.
  }
}

/** Codes of Node, of its fetch and of OpenSSL where nothing of the request was sent. */
const unreached =
  /^(?:ECONNREFUSED|ENOTFOUND|EAI_\w+|EHOST\w+|ENET\w+|EADDRNOTAVAIL|EACCES|ETIMEDOUT|UND_ERR_CONNECT_TIMEOUT|EPROTO|ERR_SSL_\w+)$/;
const untrusted = /CERT|SELF_SIGNED|UNABLE_TO_|ALTNAME/;

/** Why fetch failed, which it hides in the cause. */
export function failureOf(error: unknown): RequestOutcome {
  const { cause, message } = Object(error) as {
    cause?: { code?: unknown; message?: unknown };
    message?: unknown;
  };
  const code = typeof cause?.code === 'string' ? cause.code : '';
  const why = code || plain(cause?.message) || plain(message) || String(error);
  if (unreached.test(code)) return { kind: 'unreached', why };
  if (untrusted.test(code)) return { kind: 'untrusted', why };
  return { kind: cause === undefined ? 'refused' : 'lost', why };
}

/** Without its full stop, since it becomes a part of a sentence. */
function plain(message: unknown): string {
  return typeof message === 'string' ? message.replace(/\.$/, '') : '';
}
