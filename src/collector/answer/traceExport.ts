import type { TraceId } from '../../shared/ids.ts';
import type { ExportPiece, ExportQuery } from '../../shared/protocol.ts';
import { documentFormats } from '../formats/documentFormats.ts';
import type { ExportedGroup, TraceSegment } from '../formats/exportedSpan.ts';
import { wordsOfHex } from '../store/hexOfWords.ts';
import { rowMask } from '../store/spanChunk.ts';
import type { TraceStore } from '../store/traceStore.ts';
import { groupMessages, spanMessage } from './spanMessages.ts';
import { rowsOfTrace } from './traceOrders.ts';

/** A piece ends with the first trace that makes it at least so many spans, or inside a trace that has more. */
const spansAPiece = 5_000;

/** Where the next piece begins: the trace, how many of its spans were told already, and whether any span was. */
interface Cursor {
  readonly trace: TraceId;
  readonly told: number;
  readonly somethingBefore: boolean;
}

/** Rows of one trace that a piece tells. */
interface Part {
  readonly traceId: TraceId;
  readonly rows: Uint32Array;
  readonly taken: Uint32Array;
  readonly begins: boolean;
  readonly ends: boolean;
}

/**
 * Traces in a format, a piece at a time; the pieces one after the other are one document. Traces that go while
 * it is written are left out.
 */
export function exportPiece(store: TraceStore, query: ExportQuery): ExportPiece {
  const ids = query.traceIds ?? allTraces(store);
  const cursor = parseCursor(query.cursor);
  const parts = [...partsFrom(store, ids, cursor)];
  const last = parts.at(-1);
  const next = last === undefined ? undefined : nextCursor(ids, last, cursor, parts);
  const format = documentFormats[query.format ?? 'otlp-json'];
  const content = format.content(segmentsOf(store, parts), cursor?.somethingBefore !== true);
  const opening = cursor === undefined ? format.opening : '';
  const closing = next === undefined ? format.closing : '';
  return { bytes: Buffer.concat([Buffer.from(opening), Buffer.from(content), Buffer.from(closing)]), next };
}

/** Traces that are gone are left out, but for one that was begun and is to be ended. */
function* partsFrom(store: TraceStore, ids: readonly TraceId[], cursor: Cursor | undefined): Generator<Part> {
  let room = spansAPiece;
  let told = cursor?.told ?? 0;
  const found = cursor === undefined ? 0 : ids.indexOf(cursor.trace);
  if (cursor !== undefined && found < 0 && told > 0) yield endedPart(cursor.trace);
  // The oldest go first: where all are told and this one is gone, those that are left come after it.
  for (let i = Math.max(0, found); i < ids.length && room > 0; i++) {
    const traceId = ids[i] as TraceId;
    const rows = rowsOf(store, traceId);
    const from = i === found ? told : 0;
    const taken = rows.subarray(from, from + room);
    room -= taken.length;
    told = from + taken.length;
    if (rows.length > 0 || from > 0) {
      yield { traceId, rows, taken, begins: from === 0, ends: told >= rows.length };
    }
  }
}

function endedPart(traceId: TraceId): Part {
  return { traceId, rows: new Uint32Array(), taken: new Uint32Array(), begins: false, ends: true };
}

/** `undefined` at the end of the last trace. */
function nextCursor(
  ids: readonly TraceId[],
  last: Part,
  cursor: Cursor | undefined,
  parts: readonly Part[],
): string | undefined {
  const before = cursor?.somethingBefore === true || parts.some(({ taken }) => taken.length > 0);
  const flag = before ? 1 : 0;
  if (!last.ends) {
    const told = (last.begins ? 0 : (cursor?.told ?? 0)) + last.taken.length;
    return `${last.traceId}:${told}:${flag}`;
  }
  const following = ids[ids.indexOf(last.traceId) + 1];
  return following === undefined ? undefined : `${following}:0:${flag}`;
}

function parseCursor(cursor: string | undefined): Cursor | undefined {
  if (cursor === undefined) return undefined;
  const [trace = '', told = '0', before = '0'] = cursor.split(':');
  return { trace: trace as TraceId, told: Number(told), somethingBefore: before === '1' };
}

function allTraces(store: TraceStore): TraceId[] {
  return Array.from(store.index.traces.slots(), (slot) => store.traceId(slot));
}

function rowsOf(store: TraceStore, traceId: TraceId): Uint32Array {
  const slot = store.index.findTrace(wordsOfHex(traceId));
  return slot < 0 ? new Uint32Array() : rowsOfTrace(store, slot);
}

function segmentsOf(store: TraceStore, parts: readonly Part[]): TraceSegment[] {
  const groups = new Groups(store);
  return parts.map(({ traceId, rows, taken, begins, ends }) => ({
    traceId,
    begins,
    ends,
    spans: Array.from(taken, (row) => ({ span: spanMessage(store, row), group: groups.of(row) })),
    groups: () => groups.ofRows(rows),
  }));
}

/** Groups of rows, each decoded once. */
class Groups {
  readonly #store: TraceStore;
  readonly #known = new Map<number, ExportedGroup>();

  constructor(store: TraceStore) {
    this.#store = store;
  }

  of(row: number): ExportedGroup {
    return this.#group(this.#numberOf(row));
  }

  *ofRows(rows: Uint32Array): Generator<ExportedGroup> {
    for (const number of new Set(Array.from(rows, (row) => this.#numberOf(row)))) yield this.#group(number);
  }

  #numberOf(row: number): number {
    return this.#store.index.rows.chunk(row).group[row & rowMask] as number;
  }

  #group(number: number): ExportedGroup {
    const known = this.#known.get(number);
    if (known !== undefined) return known;
    const group = groupMessages(this.#store, number);
    this.#known.set(number, group);
    return group;
  }
}
