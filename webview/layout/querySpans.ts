import type { SiteId } from '../../src/shared/ids.ts';
import { spanKinds, statusCodes } from '../../src/shared/spanKind.ts';
import type { AttributeColumn } from '../../src/shared/traceAttributes.ts';
import { spanFlags, type TraceColumns } from '../../src/shared/traceColumns.ts';
import type { SiteLine } from '../../src/shared/waterfallProtocol.ts';
import { lineOfSpan } from './lineOfSpan.ts';
import type { Query, QueryTerm } from './query.ts';
import { isSpanField, isSpanState, type SpanField, type SpanState } from './spanFields.ts';
import { numberTest, parseDuration, type ValueTest, valueTest } from './valueTest.ts';

/** What a query is asked of. */
export interface QueriedTrace {
  readonly columns: TraceColumns;
  /** Lower case of `columns.strings`. */
  lowerTexts(): readonly string[];
  selfNano(): Float64Array;
  /** Nanoseconds of each span on the critical path. */
  readonly criticalNano: Float64Array;
  lines(): ReadonlyMap<SiteId, SiteLine>;
  /** `undefined` while the values are on their way: then no span has them. */
  column(key: string): AttributeColumn | undefined;
}

/**
 * Indexes of the spans that a query finds, ascending; all of them for an empty one. Each distinct text is looked at
 * once for each term, then columns are read: linear in the spans, with no text work per span.
 */
export function querySpans(trace: QueriedTrace, query: Query, errorsOnly = false): Uint32Array {
  const { count, status } = trace.columns;
  const found = new Uint8Array(count);
  if (query.alternatives.length === 0) found.fill(1);
  for (const terms of query.alternatives) {
    const all = new Uint8Array(count).fill(1);
    for (const term of terms) intersect(all, maskOf(trace, term), term.negated);
    for (let i = 0; i < count; i++) found[i] = (found[i] as number) | (all[i] as number);
  }
  const matches = new Uint32Array(count);
  let length = 0;
  for (let i = 0; i < count; i++) {
    if (found[i] === 1 && (!errorsOnly || status[i] === 2)) matches[length++] = i;
  }
  return matches.slice(0, length);
}

function intersect(all: Uint8Array, mask: Uint8Array, negated: boolean): void {
  const flip = negated ? 1 : 0;
  for (let i = 0; i < all.length; i++) all[i] = (all[i] as number) & ((mask[i] as number) ^ flip);
}

/** 1 for each span for which the term holds, before it is turned around. */
function maskOf(trace: QueriedTrace, term: QueryTerm): Uint8Array {
  const { key } = term;
  if (key === undefined) return wordMask(trace, term.value);
  if (key === 'is') return isSpanState(term.value) ? stateMask(trace, term.value) : noSpan(trace);
  return isSpanField(key) ? fieldMask(trace, key, term) : attributeMask(trace, key, term);
}

function noSpan({ columns }: QueriedTrace): Uint8Array {
  return new Uint8Array(columns.count);
}

function wordMask(trace: QueriedTrace, word: string): Uint8Array {
  const { count, name, service, note } = trace.columns;
  const wanted = word.toLowerCase();
  const hit = hitsOf(trace.lowerTexts(), (text) => text.includes(wanted));
  const mask = new Uint8Array(count);
  for (let i = 0; i < count; i++) {
    mask[i] =
      (hit[name[i] as number] as number) |
      (hit[service[i] as number] as number) |
      (hit[note[i] as number] as number);
  }
  return mask;
}

function hitsOf(texts: readonly string[], test: ValueTest): Uint8Array {
  const hits = new Uint8Array(texts.length);
  for (let k = 0; k < hits.length; k++) hits[k] = test(texts[k] as string) ? 1 : 0;
  return hits;
}

function stateMask({ columns, criticalNano }: QueriedTrace, state: SpanState): Uint8Array {
  const { count, status, flags, parent, subtree } = columns;
  const mask = new Uint8Array(count);
  const tests: Readonly<Record<SpanState, (i: number) => boolean>> = {
    error: (i) => status[i] === 2,
    critical: (i) => (criticalNano[i] as number) > 0,
    root: (i) => (parent[i] as number) < 0,
    leaf: (i) => subtree[i] === 1,
    orphan: (i) => ((flags[i] as number) & spanFlags.missingParent) !== 0,
    linked: (i) => ((flags[i] as number) & spanFlags.links) !== 0,
    exception: (i) => ((flags[i] as number) & spanFlags.exception) !== 0,
  };
  const test = tests[state];
  for (let i = 0; i < count; i++) mask[i] = test(i) ? 1 : 0;
  return mask;
}

function fieldMask(trace: QueriedTrace, field: SpanField, term: QueryTerm): Uint8Array {
  const { columns } = trace;
  switch (field) {
    case 'name':
    case 'service':
    case 'note':
    case 'scope':
      return codedMask(columns[field], hitsOf(columns.strings, fieldTest(term)));
    case 'kind':
      return codedMask(columns.kind, hitsOf(spanKinds, fieldTest(term)));
    case 'status':
      return codedMask(columns.status, hitsOf(statusCodes, fieldTest(term)));
    case 'duration':
      return nanoMask(columns.duration, term);
    case 'start':
      return nanoMask(columns.start, term);
    case 'self':
      return nanoMask(trace.selfNano(), term);
    case 'critical':
      return nanoMask(trace.criticalNano, term);
    case 'depth':
      return countMask(columns.depth.length, (i) => columns.depth[i] as number, term);
    case 'events':
      return countMask(columns.count, eventsOf(columns), term);
    case 'line':
      return lineMask(trace, term);
    case 'id':
      return idMask(columns, term);
  }
}

/** `service=*` asks whether there is one at all. */
function fieldTest(term: QueryTerm): ValueTest {
  const test = valueTest(term);
  return term.value === '*' && !term.quoted ? (text) => text !== '' && test(text) : test;
}

function codedMask(codes: Uint32Array | Uint8Array, hits: Uint8Array): Uint8Array {
  const mask = new Uint8Array(codes.length);
  for (let i = 0; i < mask.length; i++) mask[i] = hits[codes[i] as number] ?? 0;
  return mask;
}

function nanoMask(nano: Float64Array, { operator, value }: QueryTerm): Uint8Array {
  const test = numberTest(operator, parseDuration(value));
  const mask = new Uint8Array(nano.length);
  for (let i = 0; i < mask.length; i++) mask[i] = test(nano[i] as number) ? 1 : 0;
  return mask;
}

function countMask(
  count: number,
  numberOf: (i: number) => number,
  { operator, value }: QueryTerm,
): Uint8Array {
  const test = numberTest(operator, Number(value));
  const mask = new Uint8Array(count);
  for (let i = 0; i < count; i++) mask[i] = test(numberOf(i)) ? 1 : 0;
  return mask;
}

function eventsOf({ eventOffset }: TraceColumns): (i: number) => number {
  return (i) => (eventOffset[i + 1] as number) - (eventOffset[i] as number);
}

/** Lines belong to sites, of which there are few, but for those of callers, which each span has from above it. */
function lineMask({ columns, lines: linesNow }: QueriedTrace, term: QueryTerm): Uint8Array {
  const lines = linesNow();
  const test = valueTest(term);
  const fits = (line: SiteLine): boolean => test(line.label) || test(line.path);
  const own = new Map(
    [...lines].map(([site, line]) => [site, line.kind === 'caller' ? undefined : fits(line)]),
  );
  const mask = new Uint8Array(columns.count);
  for (let i = 0; i < mask.length; i++) {
    const site = columns.site[i] as SiteId;
    if (!own.has(site)) continue;
    const known = own.get(site);
    const line = known === undefined ? lineOfSpan(columns, i, lines) : undefined;
    mask[i] = (known ?? (line !== undefined && fits(line))) ? 1 : 0;
  }
  return mask;
}

function idMask({ spanId, count }: TraceColumns, term: QueryTerm): Uint8Array {
  const mask = new Uint8Array(count);
  const wanted = idBytes(term.value.toLowerCase().padStart(16, '0'));
  if (wanted === undefined || (term.operator !== '=' && term.operator !== '!=')) return mask;
  const other = term.operator === '!=' ? 1 : 0;
  for (let i = 0; i < count; i++) {
    let k = 0;
    while (k < 8 && spanId[8 * i + k] === wanted[k]) k++;
    mask[i] = (k === 8 ? 1 : 0) ^ other;
  }
  return mask;
}

function idBytes(text: string): Uint8Array | undefined {
  if (!/^[0-9a-f]{16}$/.test(text)) return undefined;
  return Uint8Array.from({ length: 8 }, (_, k) => Number.parseInt(text.slice(2 * k, 2 * k + 2), 16));
}

/** A span without the attribute fits no term of it, also none with `!=`. */
function attributeMask(trace: QueriedTrace, key: string, term: QueryTerm): Uint8Array {
  const mask = noSpan(trace);
  const column = trace.column(key);
  if (column === undefined) return mask;
  const hits = hitsOf(column.values, valueTest(term));
  for (let i = 0; i < mask.length; i++) {
    const value = column.value[i] as number;
    mask[i] = value === 0 ? 0 : (hits[value - 1] as number);
  }
  return mask;
}
