import type { ServerHttp2Stream } from 'node:http2';

/** Deadlines are kept to this. */
const tickMillis = 100;

/**
 * Ends the exchanges whose time is over before their body has come: those of slow senders, and calls whose deadline has passed. One timer
 * for all of them, since each request would pay for one of its own.
 */
export class ExchangeDeadlines {
  readonly #longest: number;
  readonly #expire: (stream: ServerHttp2Stream) => void;
  readonly #at = new Map<ServerHttp2Stream, number>();
  #timer: NodeJS.Timeout | undefined;

  /** No exchange has more than `longest` milliseconds. */
  constructor(longest: number, expire: (stream: ServerHttp2Stream) => void) {
    this.#longest = longest;
    this.#expire = expire;
  }

  begin(stream: ServerHttp2Stream, millis = this.#longest): void {
    this.#at.set(stream, performance.now() + Math.min(millis, this.#longest));
    this.#timer ??= setInterval(() => this.#tick(), tickMillis).unref();
  }

  /** The body has come; says whether it came in time. */
  end(stream: ServerHttp2Stream): boolean {
    const at = this.#at.get(stream);
    this.#at.delete(stream);
    return at === undefined || performance.now() < at;
  }

  #tick(): void {
    const now = performance.now();
    for (const [stream, at] of this.#at) {
      if (!stream.destroyed && at > now) continue;
      this.#at.delete(stream);
      if (!stream.destroyed) this.#expire(stream);
    }
    if (this.#at.size > 0) return;
    clearInterval(this.#timer);
    this.#timer = undefined;
  }
}
