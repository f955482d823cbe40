import type { TraceColumns } from '../shared/traceColumns.ts';
import { smallestGroup } from './siblingFold.ts';

/** Some spans on the left, and on the right: at most one each, or leaves. */
export interface Pairing {
  readonly left: readonly number[];
  readonly right: readonly number[];
}

/** Siblings with the same service, name and kind. */
interface Bucket {
  readonly left: number[];
  readonly right: number[];
}

/** Numbers that are equal for spans of equal service, name and kind, in both traces. */
export interface SpanKeys {
  readonly left: Float64Array;
  readonly right: Float64Array;
}

export function spanKeys(left: TraceColumns, right: TraceColumns): SpanKeys {
  const numbers = new Map<string, number>();
  for (const text of [...left.strings, ...right.strings]) {
    if (!numbers.has(text)) numbers.set(text, numbers.size);
  }
  const keysOf = ({ strings, service, name, kind }: TraceColumns): Float64Array => {
    const numberOf = Uint32Array.from(strings, (text) => numbers.get(text) ?? 0);
    return Float64Array.from(service, (text, i) => {
      const both = (numberOf[text] as number) * numbers.size + (numberOf[name[i] as number] as number);
      return 8 * both + (kind[i] as number);
    });
  };
  return { left: keysOf(left), right: keysOf(right) };
}

/**
 * Pairs siblings of one trace with siblings of another: of those with equal service, name and kind the first with the
 * first and so on; many equal leaves are one pairing. In the order of the left ones, with those that are only on the
 * right where they stand among the right ones. Linear.
 */
export function pairChildren(
  leftTrace: TraceColumns,
  left: readonly number[],
  rightTrace: TraceColumns,
  right: readonly number[],
  keys: SpanKeys,
): Pairing[] {
  if (left.length + right.length === 1) return [{ left, right }];
  const isPair = left.length === 1 && right.length === 1;
  if (isPair && keys.left[left[0] as number] === keys.right[right[0] as number]) return [{ left, right }];
  const buckets = new Map<number, Bucket>();
  const leftOf = left.map((span) => into(buckets, keys.left, span, 'left'));
  const rightOf = right.map((span) => into(buckets, keys.right, span, 'right'));
  const folded = new Set([...buckets.values()].filter((bucket) => isFolded(leftTrace, rightTrace, bucket)));
  return merged(units(left, leftOf, folded, 'left'), units(right, rightOf, folded, 'right'));
}

function into(buckets: Map<number, Bucket>, keys: Float64Array, span: number, side: keyof Bucket): Bucket {
  const key = keys[span] as number;
  let bucket = buckets.get(key);
  if (bucket === undefined) {
    bucket = { left: [], right: [] };
    buckets.set(key, bucket);
  }
  bucket[side].push(span);
  return bucket;
}

function isFolded(leftTrace: TraceColumns, rightTrace: TraceColumns, { left, right }: Bucket): boolean {
  return (
    Math.max(left.length, right.length) >= smallestGroup &&
    left.every((span) => leftTrace.subtree[span] === 1) &&
    right.every((span) => rightTrace.subtree[span] === 1)
  );
}

/** What is paired as one: a span, or all leaves of a bucket. `nth` tells the units of a bucket apart. */
interface Unit {
  readonly bucket: Bucket;
  readonly nth: number;
  readonly spans: readonly number[];
}

function units(
  spans: readonly number[],
  bucketOf: readonly Bucket[],
  folded: ReadonlySet<Bucket>,
  side: keyof Bucket,
): Unit[] {
  const seen = new Map<Bucket, number>();
  const found: Unit[] = [];
  for (const [k, span] of spans.entries()) {
    const bucket = bucketOf[k] as Bucket;
    const nth = seen.get(bucket) ?? 0;
    seen.set(bucket, nth + 1);
    if (!folded.has(bucket)) found.push({ bucket, nth, spans: [span] });
    else if (nth === 0) found.push({ bucket, nth, spans: bucket[side] });
  }
  return found;
}

function merged(left: readonly Unit[], right: readonly Unit[]): Pairing[] {
  const pairings: Pairing[] = [];
  const rightUnits = new Map<Bucket, Unit[]>();
  for (const unit of right) {
    const known = rightUnits.get(unit.bucket);
    if (known === undefined) rightUnits.set(unit.bucket, [unit]);
    else known.push(unit);
  }
  const leftCount = new Map<Bucket, number>();
  for (const { bucket } of left) leftCount.set(bucket, (leftCount.get(bucket) ?? 0) + 1);
  const isOnlyRight = ({ bucket, nth }: Unit): boolean => nth >= (leftCount.get(bucket) ?? 0);
  let shown = 0;
  /** Brings what is only on the right and stands before a place there. */
  const showBefore = (place: number): void => {
    for (; shown < place; shown++) {
      const unit = right[shown] as Unit;
      if (isOnlyRight(unit)) pairings.push({ left: [], right: unit.spans });
    }
  };
  const placeOf = new Map(right.map((unit, place) => [unit, place]));
  for (const unit of left) {
    const other = rightUnits.get(unit.bucket)?.[unit.nth];
    if (other !== undefined) showBefore(placeOf.get(other) ?? 0);
    pairings.push({ left: unit.spans, right: other?.spans ?? [] });
  }
  showBefore(right.length);
  return pairings;
}
