import type { Refusal } from '../../shared/protocol.ts';

/** More reasons are not told apart: the one that was heard of least lately goes. */
const maxReasons = 20;

/** What was refused since the start, by reason. */
export class RefusalLog {
  readonly #now: () => number;
  readonly #byReason = new Map<string, Refusal>();
  requests = 0;
  spans = 0;

  /** `now` in milliseconds since the epoch. */
  constructor(now: () => number) {
    this.#now = now;
  }

  get last(): string | undefined {
    return [...this.#byReason.keys()].at(-1);
  }

  /** `records` are log records and data points. */
  add(reason: string, requests: number, spans: number, records = 0): void {
    this.requests += requests;
    this.spans += spans;
    const before = this.#byReason.get(reason);
    const allRecords = (before?.records ?? 0) + records;
    this.#byReason.delete(reason);
    this.#byReason.set(reason, {
      reason,
      requests: (before?.requests ?? 0) + requests,
      spans: (before?.spans ?? 0) + spans,
      lastUnixMillis: this.#now(),
      ...(allRecords > 0 ? { records: allRecords } : {}),
    });
    for (const oldest of this.#byReason.keys()) {
      if (this.#byReason.size <= maxReasons) break;
      this.#byReason.delete(oldest);
    }
  }

  /** The latest first. */
  list(): readonly Refusal[] {
    return [...this.#byReason.values()].reverse();
  }
}
