import type { SpanIndex } from '../shared/ids.ts';
import { statusCodes } from '../shared/spanKind.ts';
import type { TraceColumns } from '../shared/traceColumns.ts';
import { type Pairing, pairChildren, type SpanKeys, spanKeys } from './pairChildren.ts';
import { selfTimes } from './selfTime.ts';

/** Two traces as one tree. */
export interface Comparison {
  /** Depth-first; a row's subtree is what follows with a greater depth. */
  readonly rows: readonly ComparedRow[];
  /** Spans in each, and how many of them have a counterpart. */
  readonly left: ComparedSide;
  readonly right: ComparedSide;
}

export interface ComparedSide {
  readonly spans: number;
  readonly matched: number;
}

export type ComparedKind = 'same' | 'slower' | 'faster' | 'onlyLeft' | 'onlyRight';

/** A span with its counterpart, or a number of equal leaves with theirs. */
export interface ComparedRow {
  readonly depth: number;
  /** The first one where there are several; −1 for none. */
  readonly left: SpanIndex | -1;
  readonly right: SpanIndex | -1;
  /** How the right one is, compared with the left one; `same` within the tolerance. */
  readonly kind: ComparedKind;
  readonly leftNano: number;
  readonly rightNano: number;
  /** Right less left. */
  readonly deltaNano: number;
  readonly deltaSelfNano: number;
  /** 1 and 1 for a pair; where equal leaves are in one row, how many there are on each side. */
  readonly countLeft: number;
  readonly countRight: number;
  /** How many of them failed. */
  readonly errorsLeft: number;
  readonly errorsRight: number;
}

const failed = statusCodes.indexOf('error');

/** What differs by less is the same: this share and this time together, or this share of the left root. */
const tolerance = { share: 0.2, nano: 1e6, rootShare: 0.05 };

/**
 * Matches spans by their path, that is service, name and kind of all above them, and siblings of equal path in their
 * order; what is left over is on one side only, with all below it. The one root of each side are a pair whatever they
 * are called, since the user chose to compare them. Five or more equal leaves of a parent are one row with counts, so
 * "48 statements became 1" is one line. The tolerance is that of Tempo's trace diff. Iterative, near-linear: siblings
 * are matched through a hash table.
 */
export function compareTraces(left: TraceColumns, right: TraceColumns): Comparison {
  const walk = new Walk(left, right);
  walk.run();
  return {
    rows: walk.rows,
    left: { spans: left.count, matched: walk.matched.left },
    right: { spans: right.count, matched: walk.matched.right },
  };
}

/** Whether a row says something: a time, a number of spans or of errors, or a side that is not the same. */
export function isDifferent({ kind, countLeft, countRight, errorsLeft, errorsRight }: ComparedRow): boolean {
  return kind !== 'same' || countLeft !== countRight || errorsLeft !== errorsRight;
}

interface Pending extends Pairing {
  readonly depth: number;
}

class Walk {
  readonly rows: ComparedRow[] = [];
  readonly matched = { left: 0, right: 0 };
  readonly #left: TraceColumns;
  readonly #right: TraceColumns;
  readonly #leftSelf: Float64Array;
  readonly #rightSelf: Float64Array;
  readonly #rootNano: number;
  readonly #keys: SpanKeys;

  constructor(left: TraceColumns, right: TraceColumns) {
    this.#left = left;
    this.#right = right;
    this.#leftSelf = selfTimes(left);
    this.#rightSelf = selfTimes(right);
    this.#rootNano = left.durationNano;
    this.#keys = spanKeys(left, right);
  }

  run(): void {
    const pending: Pending[] = [];
    this.#push(pending, rootsOf(this.#left), rootsOf(this.#right), 0);
    for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
      this.rows.push(this.#rowOf(next));
      const { left, right, depth } = next;
      if (left.length > 1 || right.length > 1) continue;
      this.#push(pending, childrenOf(this.#left, left[0]), childrenOf(this.#right, right[0]), depth + 1);
    }
  }

  #push(pending: Pending[], left: readonly number[], right: readonly number[], depth: number): void {
    if (left.length === 0 && right.length === 0) return;
    const chosen = depth === 0 && left.length === 1 && right.length === 1;
    const pairings = chosen
      ? [{ left, right }]
      : pairChildren(this.#left, left, this.#right, right, this.#keys);
    for (let k = pairings.length - 1; k >= 0; k--) pending.push({ ...(pairings[k] as Pairing), depth });
  }

  #rowOf({ left, right, depth }: Pending): ComparedRow {
    const leftNano = sumAt(this.#left.duration, left);
    const rightNano = sumAt(this.#right.duration, right);
    const pairs = Math.min(left.length, right.length);
    this.matched.left += pairs;
    this.matched.right += pairs;
    return {
      depth,
      left: (left[0] ?? -1) as SpanIndex | -1,
      right: (right[0] ?? -1) as SpanIndex | -1,
      kind:
        left.length === 0 ? 'onlyRight' : right.length === 0 ? 'onlyLeft' : this.#kindOf(leftNano, rightNano),
      leftNano,
      rightNano,
      deltaNano: rightNano - leftNano,
      deltaSelfNano: sumAt(this.#rightSelf, right) - sumAt(this.#leftSelf, left),
      countLeft: left.length,
      countRight: right.length,
      errorsLeft: errorsAmong(this.#left, left),
      errorsRight: errorsAmong(this.#right, right),
    };
  }

  #kindOf(leftNano: number, rightNano: number): ComparedKind {
    const delta = Math.abs(rightNano - leftNano);
    const ofItself = tolerance.share * leftNano + tolerance.nano;
    const ofRoot = Math.max(tolerance.nano, tolerance.rootShare * this.#rootNano);
    if (delta <= Math.min(ofItself, ofRoot)) return 'same';
    return rightNano > leftNano ? 'slower' : 'faster';
  }
}

function errorsAmong({ status }: TraceColumns, spans: readonly number[]): number {
  let errors = 0;
  for (const span of spans) if (status[span] === failed) errors++;
  return errors;
}

function rootsOf(trace: TraceColumns): number[] {
  return siblingsFrom(trace, 0, trace.count);
}

function childrenOf(trace: TraceColumns, span: number | undefined): number[] {
  return span === undefined ? [] : siblingsFrom(trace, span + 1, span + (trace.subtree[span] as number));
}

function siblingsFrom({ subtree }: TraceColumns, first: number, end: number): number[] {
  const siblings: number[] = [];
  for (let i = first; i < end; i += subtree[i] as number) siblings.push(i);
  return siblings;
}

function sumAt(values: Float64Array, spans: readonly number[]): number {
  let sum = 0;
  for (const span of spans) sum += values[span] as number;
  return sum;
}
