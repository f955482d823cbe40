/** How long a connection is waited for, in milliseconds. */
export interface Patience {
  /** For the head of a request. */
  readonly head: number;
  /** For all of a request, and for a call that names no deadline. */
  readonly request: number;
  /** Between two requests over HTTP/1. */
  readonly keepAlive: number;
  /** For anything at all over HTTP/2. */
  readonly idle: number;
}

/** Slow senders hold a connection no longer; exporters rest for a minute between two batches of metrics. */
export const usualPatience: Patience = {
  head: 20_000,
  request: 60_000,
  keepAlive: 130_000,
  idle: 10 * 60_000,
};
