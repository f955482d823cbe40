import { spanFlags } from '../shared/traceColumns.ts';
import { orderByNumber } from './orderByNumber.ts';
import { orphansTogether } from './orphansTogether.ts';
import { idWords, SpanIdTable } from './spanIdTable.ts';

/** The spans of one trace in any order. No id should come twice; where one does, children go to its first span. */
export interface UnorderedSpans {
  readonly count: number;
  /** 8 bytes a span. */
  readonly spanId: Uint8Array;
  /** 8 bytes a span, zeros where there is none. */
  readonly parentSpanId: Uint8Array;
  /** On any one scale. */
  readonly start: Float64Array;
}

/** The same spans depth-first, in the form of `TraceColumns`: all but `order` are indexed by the new place. */
export interface Preorder {
  /** `order[k]` is the input index of the span at place `k`. */
  readonly order: Uint32Array;
  readonly parent: Int32Array;
  readonly depth: Uint32Array;
  readonly subtree: Uint32Array;
  /** Only `missingParent` and `cycle`. */
  readonly flags: Uint8Array;
}

/** So many spans with one start are put in order by insertion. */
const fewTies = 16;

/**
 * Puts spans in depth-first order, siblings and the first level by start, then by span id. Spans without a
 * parent in the trace stand on the first level, those of one missing parent together, where the earliest of them
 * belongs. A cycle is cut at its earliest member, so that the result does not depend on the order in which the
 * spans came. Iterative, O(n log n); any depth and any width work.
 */
export function preorder(input: UnorderedSpans): Preorder {
  const parentOf = new Int32Array(input.count);
  const flagsOf = new Uint8Array(input.count);
  const sorted = sortedByStart(input);
  findParents(input, parentOf, flagsOf);
  cutCycles(parentOf, flagsOf, sorted);
  const links = linkChildren(parentOf, sorted);
  const orphans = sorted.filter((span) => flagsOf[span] === spanFlags.missingParent);
  if (orphans.length > 1) {
    orphansTogether(orphans, input.parentSpanId, links.nextSibling, links.firstRoot);
  }
  return walk(links, parentOf, flagsOf);
}

/** Input indexes by start, then span id. */
function sortedByStart({ count, spanId, start }: UnorderedSpans): Uint32Array {
  const sorted = orderByNumber(start.length === count ? start : start.subarray(0, count));
  sortTiesById(sorted, start, spanId);
  return sorted;
}

function sortTiesById(sorted: Uint32Array, start: Float64Array, spanId: Uint8Array): void {
  const ids = new DataView(spanId.buffer, spanId.byteOffset, spanId.byteLength);
  const compareIds = (a: number, b: number): number =>
    ids.getUint32(8 * a) - ids.getUint32(8 * b) || ids.getUint32(8 * a + 4) - ids.getUint32(8 * b + 4);
  let first = 0;
  for (let i = 1; i <= sorted.length; i++) {
    if (i < sorted.length && start[sorted[i] as number] === start[sorted[first] as number]) continue;
    if (i - first > fewTies) sorted.subarray(first, i).sort(compareIds);
    else if (i - first > 1) insertionSort(sorted, first, i, compareIds);
    first = i;
  }
}

/** Ties are many in traces of clocks that count milliseconds, and short: no sort should be called for each. */
function insertionSort(
  values: Uint32Array,
  first: number,
  end: number,
  compare: (a: number, b: number) => number,
): void {
  for (let i = first + 1; i < end; i++) {
    const value = values[i] as number;
    let place = i;
    for (; place > first && compare(values[place - 1] as number, value) > 0; place--) {
      values[place] = values[place - 1] as number;
    }
    values[place] = value;
  }
}

function findParents(input: UnorderedSpans, parentOf: Int32Array, flagsOf: Uint8Array): void {
  const { count } = input;
  const table = new SpanIdTable(input.spanId, count);
  const parents = idWords(input.parentSpanId);
  for (let i = 0; i < count; i++) {
    const first = parents[2 * i] as number;
    const second = parents[2 * i + 1] as number;
    const none = first === 0 && second === 0;
    const parent = none ? -1 : table.findWords(first, second);
    parentOf[i] = parent;
    if (!none && parent < 0) flagsOf[i] = spanFlags.missingParent;
  }
}

/** Follows each chain of parents once; `seen` holds the number of the walk that came by, 0 for none. */
function cutCycles(parentOf: Int32Array, flagsOf: Uint8Array, sorted: Uint32Array): void {
  let rankOf: Uint32Array | undefined;
  const seen = new Uint32Array(parentOf.length);
  for (let start = 0; start < parentOf.length; start++) {
    let at = start;
    while (at >= 0 && seen[at] === 0) {
      seen[at] = start + 1;
      at = parentOf[at] as number;
    }
    if (at < 0 || seen[at] !== start + 1) continue;
    rankOf ??= inverse(sorted);
    const cut = earliestOfCycle(at, parentOf, rankOf);
    parentOf[cut] = -1;
    flagsOf[cut] = (flagsOf[cut] as number) | spanFlags.cycle;
  }
}

function inverse(order: Uint32Array): Uint32Array {
  const places = new Uint32Array(order.length);
  for (let place = 0; place < order.length; place++) places[order[place] as number] = place;
  return places;
}

function earliestOfCycle(member: number, parentOf: Int32Array, rankOf: Uint32Array): number {
  let earliest = member;
  for (let at = parentOf[member] as number; at !== member; at = parentOf[at] as number) {
    if ((rankOf[at] as number) < (rankOf[earliest] as number)) earliest = at;
  }
  return earliest;
}

interface Links {
  readonly firstRoot: number;
  readonly firstChild: Int32Array;
  readonly nextSibling: Int32Array;
}

/** Lists of children, each in the order of `sorted`; −1 ends a list. */
function linkChildren(parentOf: Int32Array, sorted: Uint32Array): Links {
  const firstChild = new Int32Array(parentOf.length).fill(-1);
  const nextSibling = new Int32Array(parentOf.length).fill(-1);
  let firstRoot = -1;
  for (let i = sorted.length - 1; i >= 0; i--) {
    const span = sorted[i] as number;
    const parent = parentOf[span] as number;
    if (parent < 0) {
      nextSibling[span] = firstRoot;
      firstRoot = span;
    } else {
      nextSibling[span] = firstChild[parent] as number;
      firstChild[parent] = span;
    }
  }
  return { firstRoot, firstChild, nextSibling };
}

function walk(
  { firstRoot, firstChild, nextSibling }: Links,
  parentOf: Int32Array,
  flagsOf: Uint8Array,
): Preorder {
  const count = parentOf.length;
  const result = emptyPreorder(count);
  const placeOf = new Int32Array(count);
  let span = firstRoot;
  for (let place = 0; place < count; place++) {
    const parent = parentOf[span] as number;
    const parentPlace = parent < 0 ? -1 : (placeOf[parent] as number);
    placeOf[span] = place;
    result.order[place] = span;
    result.parent[place] = parentPlace;
    result.depth[place] = parentPlace < 0 ? 0 : (result.depth[parentPlace] as number) + 1;
    result.flags[place] = flagsOf[span] as number;
    let next = firstChild[span] as number;
    while (next < 0 && span >= 0) {
      next = nextSibling[span] as number;
      span = parentOf[span] as number;
    }
    span = next;
  }
  sumSubtrees(result.parent, result.subtree);
  return result;
}

function emptyPreorder(count: number): Preorder {
  return {
    order: new Uint32Array(count),
    parent: new Int32Array(count),
    depth: new Uint32Array(count),
    subtree: new Uint32Array(count).fill(1),
    flags: new Uint8Array(count),
  };
}

/** A child stands behind its parent, so backwards each subtree is whole before it is added. */
function sumSubtrees(parent: Int32Array, subtree: Uint32Array): void {
  for (let place = parent.length - 1; place > 0; place--) {
    const above = parent[place] as number;
    if (above >= 0) subtree[above] = (subtree[above] as number) + (subtree[place] as number);
  }
}
