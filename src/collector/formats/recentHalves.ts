import { type HalfSpan, type Halves, madeId, startTold } from './sharedSpans.ts';

/** What is known of a span's id; each a bit. */
const known = {
  /** The caller's half has the id. */
  caller: 1,
  /** The callee's half has the id: it came before anything told that there is another half. */
  callee: 2,
  /** The callee's half has an id that was made. */
  apart: 4,
} as const;

/** So many ids are remembered, and then as many before them. */
const remembered = 50_000;

/**
 * Tells apart the halves of spans that caller and callee report under one id, as `SharedSpans`, where they come in
 * requests of their own and in any order: ids that were told once stay as they are, so that a request that is sent again
 * gives the same spans. What says `shared` always gets an id of its own, for its other half mostly comes later.
 */
export class RecentHalves {
  #ids = new Map<string, number>();
  #before = new Map<string, number>();

  /** Takes note of the spans of one request; answers what tells their ids. */
  request(spans: Iterable<HalfSpan>): Halves {
    const starts = new Map<string, bigint>();
    const callees: string[] = [];
    for (const span of spans) {
      this.#seeFirst(span);
      if (isCallee(span.kind) && !span.shared) callees.push(span.traceId + span.id);
      const start = startTold(span);
      const before = starts.get(span.traceId);
      if (start !== undefined && (before === undefined || start < before)) starts.set(span.traceId, start);
    }
    for (const key of callees) this.#seeCallee(key);
    return {
      idsOf: (span) => this.#idsOf(span),
      startOf: (span) => startTold(span) ?? starts.get(span.traceId) ?? 0n,
    };
  }

  #seeFirst({ shared, kind, traceId, id }: HalfSpan): void {
    const key = traceId + id;
    const bits = this.#bits(key);
    if (shared) this.#set(key, bits | known.apart);
    else if (isCaller(kind) && (bits & known.callee) === 0) this.#set(key, bits | known.caller);
  }

  #idsOf(span: HalfSpan): { readonly id: string; readonly parentId: string } {
    const { traceId, id, shared, kind } = span;
    const bits = this.#bits(traceId + id);
    const isSecond = isCallee(kind) && (bits & (known.callee | known.apart)) === known.apart;
    if (shared || isSecond) return { id: madeId(id), parentId: id };
    // The callee came first and has the id already: the caller's half is kept beside it.
    const isLate = isCaller(kind) && (bits & known.callee) !== 0;
    return { id: isLate ? madeId(id) : id, parentId: this.#parentOf(span) };
  }

  /** A callee's half that does not say `shared` is a second one where the caller's is known. */
  #seeCallee(key: string): void {
    const bits = this.#bits(key);
    if ((bits & known.callee) !== 0) return;
    this.#set(key, bits | ((bits & (known.caller | known.apart)) === 0 ? known.callee : known.apart));
  }

  #parentOf({ traceId, parentId }: HalfSpan): string {
    const isApart = parentId !== '' && (this.#bits(traceId + parentId) & known.apart) !== 0;
    return isApart ? madeId(parentId) : parentId;
  }

  #bits(key: string): number {
    return this.#ids.get(key) ?? this.#before.get(key) ?? 0;
  }

  #set(key: string, bits: number): void {
    this.#ids.set(key, bits);
    if (this.#ids.size < remembered) return;
    this.#before = this.#ids;
    this.#ids = new Map();
  }
}

function isCaller(kind: string): boolean {
  return kind === 'CLIENT' || kind === 'PRODUCER';
}

function isCallee(kind: string): boolean {
  return kind === 'SERVER' || kind === 'CONSUMER';
}
