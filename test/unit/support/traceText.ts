import { ensureExists } from '../../../src/shared/assert.ts';
import type { TraceId } from '../../../src/shared/ids.ts';
import { type SpanKind, type StatusCode, spanKinds, statusCodes } from '../../../src/shared/spanKind.ts';
import type { UnixNanoText } from '../../../src/shared/time.ts';
import { spanFlags, type TraceColumns } from '../../../src/shared/traceColumns.ts';
import { preorder } from '../../../src/trace/preorder.ts';

/** A span of a test; all but the times have defaults. */
export interface TestSpan {
  /** Hexadecimal; by default the span's number, counted from 1. */
  readonly id?: string;
  /** Hexadecimal; missing for none. */
  readonly parent?: string;
  readonly name?: string;
  readonly service?: string;
  readonly scope?: string;
  readonly note?: string;
  readonly kind?: SpanKind;
  readonly status?: StatusCode;
  /** Nanoseconds from the trace's start. */
  readonly start: number;
  readonly end: number;
  readonly events?: readonly number[];
  readonly exception?: boolean;
  readonly links?: boolean;
  readonly site?: number;
}

const nanoPerMilli = 1e6;

/**
 * A trace from a few lines of text, one span a line, children indented by two spaces:
 *
 *     storefront  POST /checkout  0-450 server
 *       gateway  POST /api/orders  5-440 server error note:card declined
 *
 * Service, name and the rest stand two spaces or more apart. The rest is the times in milliseconds, then any
 * of: a kind, a status, `exception`, `links`, `events=10,20`, `id=a1`, `parent=b2` (instead of the one the
 * indentation says; of a span that is not there: a missing parent), `site=3`, `scope=http`, and last
 * `note:text to the end`. A service of `"` is the one of the line above.
 */
export function traceOf(text: string): TraceColumns {
  return traceOfSpans(spansOf(text));
}

/** The spans of a text, in the order of its lines. */
export function spansOf(text: string): TestSpan[] {
  const lines = text.split('\n').filter((line) => line.trim() !== '');
  const margin = Math.min(...lines.map(indentOf));
  const path: TestSpan[] = [];
  return lines.map((line, index) => {
    const depth = (indentOf(line) - margin) / 2;
    const span = parseSpan(
      line.trim(),
      index,
      path[depth - 1],
      path.findLast((above) => above.service)?.service,
    );
    path.splice(depth, path.length, span);
    return span;
  });
}

function indentOf(line: string): number {
  return line.length - line.trimStart().length;
}

function parseSpan(
  line: string,
  index: number,
  above: TestSpan | undefined,
  serviceAbove: string | undefined,
): TestSpan {
  const [service = '', name = '', rest = ''] = line.split(/ {2,}/);
  const [words = '', note] = rest.split(/\s*note:/);
  const times = /^(-?[\d.]+)-(-?[\d.]+)/.exec(words);
  if (times === null) throw new Error(`No times in the line "${line}".`);
  return {
    id: (index + 1).toString(16),
    ...(above?.id === undefined ? {} : { parent: above.id }),
    service: service === '"' ? (serviceAbove ?? '') : service,
    name,
    start: Number(times[1]) * nanoPerMilli,
    end: Number(times[2]) * nanoPerMilli,
    ...(note === undefined ? {} : { note }),
    ...Object.assign({}, ...words.split(' ').slice(1).map(parseWord)),
  };
}

function parseWord(word: string): Partial<TestSpan> {
  if ((spanKinds as readonly string[]).includes(word)) return { kind: word as SpanKind };
  if ((statusCodes as readonly string[]).includes(word)) return { status: word as StatusCode };
  if (word === 'exception' || word === 'links') return { [word]: true };
  const [key = '', value = ''] = word.split('=');
  if (key === 'id' || key === 'parent' || key === 'scope') return { [key]: value };
  if (key === 'site') return { site: Number(value) };
  if (key === 'events') return { events: value.split(',').map((time) => Number(time) * nanoPerMilli) };
  throw new Error(`Unknown word "${word}".`);
}

/** The columns of spans given in any order. */
export function traceOfSpans(spans: readonly TestSpan[]): TraceColumns {
  const unordered = {
    count: spans.length,
    spanId: bytesOfIds(spans.map((span, index) => span.id ?? (index + 1).toString(16))),
    parentSpanId: bytesOfIds(spans.map((span) => span.parent ?? '0')),
    start: Float64Array.from(spans, (span) => span.start),
  };
  const tree = preorder(unordered);
  const ordered = Array.from(tree.order, (index) => ensureExists(spans[index]));
  const strings = new Interner();
  return {
    traceId: '0123456789abcdef0123456789abcdef' as TraceId,
    version: 1,
    startUnixNano: '1700000000000000000' as UnixNanoText,
    durationNano: lengthOf(spans),
    count: spans.length,
    spanId: reorderIds(unordered.spanId, tree.order),
    parentSpanId: reorderIds(unordered.parentSpanId, tree.order),
    parent: tree.parent,
    depth: tree.depth,
    subtree: tree.subtree,
    start: Float64Array.from(ordered, (span) => span.start),
    duration: Float64Array.from(ordered, (span) => Math.max(0, span.end - span.start)),
    name: Uint32Array.from(ordered, (span) => strings.indexOf(span.name ?? '')),
    service: Uint32Array.from(ordered, (span) => strings.indexOf(span.service ?? '')),
    scope: Uint32Array.from(ordered, (span) => strings.indexOf(span.scope ?? '')),
    note: Uint32Array.from(ordered, (span) => strings.indexOf(span.note ?? '')),
    kind: Uint8Array.from(ordered, (span) => spanKinds.indexOf(span.kind ?? 'internal')),
    status: Uint8Array.from(ordered, (span) => statusCodes.indexOf(span.status ?? 'unset')),
    flags: Uint8Array.from(ordered, (span, index) => flagsOf(span) | ensureExists(tree.flags[index])),
    site: Uint32Array.from(ordered, (span) => span.site ?? 0),
    ...eventColumns(ordered),
    strings: strings.strings,
    duplicates: 0,
  };
}

function lengthOf(spans: readonly TestSpan[]): number {
  return spans.reduce((latest, span) => Math.max(latest, span.start, span.end), 0);
}

function bytesOfIds(ids: readonly string[]): Uint8Array {
  const bytes = new DataView(new ArrayBuffer(8 * ids.length));
  for (const [index, id] of ids.entries()) bytes.setBigUint64(8 * index, BigInt(`0x${id}`));
  return new Uint8Array(bytes.buffer);
}

function reorderIds(ids: Uint8Array, order: Uint32Array): Uint8Array {
  const reordered = new Uint8Array(ids.length);
  for (const [place, index] of order.entries()) {
    reordered.set(ids.subarray(8 * index, 8 * index + 8), 8 * place);
  }
  return reordered;
}

function flagsOf(span: TestSpan): number {
  return (
    (span.exception === true ? spanFlags.exception : 0) |
    (span.links === true ? spanFlags.links : 0) |
    (span.end < span.start ? spanFlags.endBeforeStart : 0)
  );
}

function eventColumns(ordered: readonly TestSpan[]): Pick<TraceColumns, 'eventOffset' | 'eventTime'> {
  const eventOffset = new Uint32Array(ordered.length + 1);
  const times: number[] = [];
  for (const [index, span] of ordered.entries()) {
    times.push(...(span.events ?? []));
    eventOffset[index + 1] = times.length;
  }
  return { eventOffset, eventTime: Float64Array.from(times) };
}

class Interner {
  readonly strings: string[] = [''];
  readonly #indexes = new Map<string, number>([['', 0]]);

  indexOf(text: string): number {
    const known = this.#indexes.get(text);
    if (known !== undefined) return known;
    this.#indexes.set(text, this.strings.length);
    return this.strings.push(text) - 1;
  }
}

/**
 * A trace as the text that `traceOf` reads, with the flags of broken trees: rows for an expectation. `extra`
 * adds a word of the test's own to the row of a span.
 */
export function textOf(trace: TraceColumns, extra: (index: number) => string = () => ''): string {
  return Array.from({ length: trace.count }, (_, index) =>
    `${'  '.repeat(trace.depth[index] ?? 0)}${rowOf(trace, index)} ${extra(index)}`.trimEnd(),
  ).join('\n');
}

/** One span as a line without indentation: `storefront  POST /checkout  0-450 server error`. */
export function rowOf(trace: TraceColumns, index: number): string {
  const text = (column: Uint32Array): string => ensureExists(trace.strings[column[index] ?? 0]);
  const start = trace.start[index] ?? 0;
  const times = `${start / nanoPerMilli}-${(start + (trace.duration[index] ?? 0)) / nanoPerMilli}`;
  const rest = [
    times,
    kindWord(trace, index),
    statusWord(trace, index),
    ...flagWords(trace.flags[index] ?? 0),
  ];
  return [text(trace.service), text(trace.name), rest.filter((word) => word !== '').join(' ')].join('  ');
}

function kindWord(trace: TraceColumns, index: number): string {
  const kind = ensureExists(spanKinds[trace.kind[index] ?? 0]);
  return kind === 'internal' ? '' : kind;
}

function statusWord(trace: TraceColumns, index: number): string {
  const status = ensureExists(statusCodes[trace.status[index] ?? 0]);
  return status === 'unset' ? '' : status;
}

function flagWords(flags: number): string[] {
  return Object.entries(spanFlags).flatMap(([name, bit]) => ((flags & bit) === 0 ? [] : [name]));
}
