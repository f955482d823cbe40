import type { ZipkinSpan } from './zipkinSpan.ts';

/** What is looked at of a span. */
export type HalfSpan = Pick<
  ZipkinSpan,
  'traceId' | 'id' | 'parentId' | 'kind' | 'shared' | 'timestamp' | 'annotations'
>;

/** What tells the halves apart while they are converted. */
export interface Halves {
  /** The id of the span and of its parent (empty where it has none), after the halves were taken apart. */
  idsOf(span: HalfSpan): { readonly id: string; readonly parentId: string };
  /** When the span began, as far as anything tells; of what does not say, with its trace. */
  startOf(span: HalfSpan): bigint;
}

/** What spans of an id were seen; each a bit. */
const seen = { caller: 1, callee: 2, saysShared: 4, neither: 8 } as const;

/**
 * Spans that caller and callee report under one id, as Zipkin's own instrumentation does. OpenTelemetry has no
 * such thing: the callee's half becomes a child of the caller's, under an id made from theirs, and takes the
 * children, as in Zipkin's own trees. All spans are to be seen before the first is asked for.
 */
export class SharedSpans implements Halves {
  readonly #halves = new Map<string, number>();
  /** Ids that were made, by the id of the pair. */
  readonly #calleeIds = new Map<string, string>();
  readonly #starts = new Map<string, bigint>();

  see(span: HalfSpan): void {
    const key = span.traceId + span.id;
    this.#halves.set(key, (this.#halves.get(key) ?? 0) | kindOfHalf(span));
    const start = startTold(span);
    const before = this.#starts.get(span.traceId);
    if (start !== undefined && (before === undefined || start < before))
      this.#starts.set(span.traceId, start);
  }

  idsOf(span: HalfSpan): { readonly id: string; readonly parentId: string } {
    const isCallee = (kindOfHalf(span) & seen.callee) !== 0 && this.#isPair(span.traceId, span.id);
    if (isCallee) return { id: this.#calleeId(span.traceId, span.id), parentId: span.id };
    const { traceId, id, parentId } = span;
    if (parentId === '' || !this.#isPair(traceId, parentId)) return { id, parentId };
    return { id, parentId: this.#calleeId(traceId, parentId) };
  }

  startOf(span: HalfSpan): bigint {
    return startTold(span) ?? this.#starts.get(span.traceId) ?? 0n;
  }

  #isPair(traceId: string, id: string): boolean {
    const halves = this.#halves.get(traceId + id) ?? 0;
    if ((halves & seen.callee) === 0) return false;
    // Without the flag, what has no kind is a part of the same half that was sent later.
    return (
      (halves & seen.caller) !== 0 || ((halves & seen.saysShared) !== 0 && (halves & seen.neither) !== 0)
    );
  }

  /** The same for the same pair in every import, so that a file that is read twice gives the same spans. */
  #calleeId(traceId: string, id: string): string {
    const key = traceId + id;
    const known = this.#calleeIds.get(key);
    if (known !== undefined) return known;
    let text = madeId(id);
    while (this.#halves.has(traceId + text)) text = madeId(text);
    this.#halves.set(traceId + text, seen.callee);
    this.#calleeIds.set(key, text);
    return text;
  }
}

/** Old instrumentation does not say `shared`: the kind tells the half. */
function kindOfHalf({ shared, kind }: HalfSpan): number {
  if (shared) return seen.callee | seen.saysShared;
  if (kind === 'SERVER' || kind === 'CONSUMER') return seen.callee;
  return kind === 'CLIENT' || kind === 'PRODUCER' ? seen.caller : seen.neither;
}

/** By the span itself: its own time, or that of its first annotation. */
export function startTold({ timestamp, annotations }: HalfSpan): bigint | undefined {
  if (timestamp !== undefined) return timestamp;
  let first: bigint | undefined;
  for (const note of annotations) if (first === undefined || note.timestamp < first) first = note.timestamp;
  return first;
}

/** The id that the second half of a span gets: of the same the same. */
export function madeId(id: string): string {
  const made = mixed(BigInt(`0x${id}`));
  return hexOf(made === 0n ? mixed(made) : made);
}

/** A step of SplitMix64 (Steele, Lea, Flood: "Fast splittable pseudorandom number generators"): one to one. */
function mixed(value: bigint): bigint {
  let z = BigInt.asUintN(64, value + 0x9e3779b97f4a7c15n);
  z = BigInt.asUintN(64, (z ^ (z >> 30n)) * 0xbf58476d1ce4e5b9n);
  z = BigInt.asUintN(64, (z ^ (z >> 27n)) * 0x94d049bb133111ebn);
  return z ^ (z >> 31n);
}

function hexOf(value: bigint): string {
  return value.toString(16).padStart(16, '0');
}
