import { unixNanoText } from '../../shared/time.ts';
import type { TraceColumns } from '../../shared/traceColumns.ts';
import { type Preorder, preorder } from '../../trace/preorder.ts';
import { NoteScanner } from '../otlp/noteScanner.ts';
import { MalformedError } from '../otlp/wireReader.ts';
import { ByteInterner } from '../store/byteInterner.ts';
import { meta, noRow, rowMask } from '../store/spanChunk.ts';
import type { TraceStore } from '../store/traceStore.ts';

/** Characters of a note. */
const noteLength = 120;
/** Bytes that so many characters take at most. */
const noteBytes = 4 * noteLength;

/** The trace in a slot as columns, ready to be sent. */
export function traceColumns(store: TraceStore, slot: number): TraceColumns {
  const { traces } = store.index;
  const rows = rowsOfTrace(store, slot);
  const base = { high: traces.startHigh[slot] as number, low: traces.startLow[slot] as number };
  const spans = gatherSpans(store, rows, base);
  const order = preorder({ count: rows.length, ...spans });
  const texts = new TextColumns(store);
  const columns = orderedColumns(store, rows, spans, order, texts);
  const notes = readNotes(store, rows, order.order, base, texts);
  return {
    traceId: store.traceId(slot),
    version: traces.version[slot] as number,
    startUnixNano: unixNanoText((BigInt(base.high) << 32n) | BigInt(base.low)),
    durationNano: nanosBetween(base, traces.endHigh[slot] as number, traces.endLow[slot] as number),
    count: rows.length,
    parent: order.parent,
    depth: order.depth,
    subtree: order.subtree,
    ...columns,
    ...notes,
    strings: texts.strings,
    duplicates: traces.duplicates[slot] as number,
  };
}

/** Rows of a trace in the order in which they came, so that neighbours lie in the same block. */
export function rowsOfTrace(store: TraceStore, slot: number): Uint32Array {
  const { traces, rows } = store.index;
  const result = new Uint32Array(traces.count[slot] as number);
  let at = result.length;
  for (let row = traces.head[slot] as number; row !== noRow; row = rows.next(row)) result[--at] = row;
  return result;
}

interface Instant {
  readonly high: number;
  readonly low: number;
}

function nanosBetween(base: Instant, high: number, low: number): number {
  return (high - base.high) * 2 ** 32 + (low - base.low);
}

interface Gathered {
  readonly spanId: Uint8Array;
  readonly parentSpanId: Uint8Array;
  readonly start: Float64Array;
}

function gatherSpans(store: TraceStore, rows: Uint32Array, base: Instant): Gathered {
  const spanId = new DataView(new ArrayBuffer(8 * rows.length));
  const parentSpanId = new DataView(new ArrayBuffer(8 * rows.length));
  const start = new Float64Array(rows.length);
  for (let k = 0; k < rows.length; k++) {
    const row = rows[k] as number;
    const chunk = store.index.rows.chunk(row);
    const i = row & rowMask;
    spanId.setUint32(8 * k, chunk.idHigh[i] as number);
    spanId.setUint32(8 * k + 4, chunk.idLow[i] as number);
    parentSpanId.setUint32(8 * k, chunk.parentHigh[i] as number);
    parentSpanId.setUint32(8 * k + 4, chunk.parentLow[i] as number);
    start[k] = nanosBetween(base, chunk.startHigh[i] as number, chunk.startLow[i] as number);
  }
  return { spanId: new Uint8Array(spanId.buffer), parentSpanId: new Uint8Array(parentSpanId.buffer), start };
}

type OrderedColumns = Pick<
  TraceColumns,
  | 'spanId'
  | 'parentSpanId'
  | 'start'
  | 'duration'
  | 'name'
  | 'service'
  | 'scope'
  | 'kind'
  | 'status'
  | 'flags'
  | 'site'
>;

function orderedColumns(
  store: TraceStore,
  rows: Uint32Array,
  spans: Gathered,
  { order, flags }: Preorder,
  texts: TextColumns,
): OrderedColumns {
  const { index } = store;
  const count = rows.length;
  const columns = emptyColumns(count);
  for (let place = 0; place < count; place++) {
    const k = order[place] as number;
    const row = rows[k] as number;
    const chunk = index.rows.chunk(row);
    const i = row & rowMask;
    const group = chunk.group[i] as number;
    const bits = chunk.meta[i] as number;
    copyId(spans.spanId, k, columns.spanId, place);
    copyId(spans.parentSpanId, k, columns.parentSpanId, place);
    columns.start[place] = spans.start[k] as number;
    columns.duration[place] = chunk.duration[i] as number;
    columns.name[place] = texts.local(chunk.name[i] as number);
    columns.service[place] = texts.local(index.groups.service[group] as number);
    columns.scope[place] = texts.local(index.groups.scope[group] as number);
    columns.kind[place] = bits & meta.kindMask;
    columns.status[place] = (bits >>> meta.statusShift) & meta.statusMask;
    columns.flags[place] = (flags[place] as number) | (bits >>> meta.flagsShift);
    columns.site[place] = chunk.site[i] as number;
  }
  return columns;
}

function emptyColumns(count: number): OrderedColumns {
  return {
    spanId: new Uint8Array(8 * count),
    parentSpanId: new Uint8Array(8 * count),
    start: new Float64Array(count),
    duration: new Float64Array(count),
    name: new Uint32Array(count),
    service: new Uint32Array(count),
    scope: new Uint32Array(count),
    kind: new Uint8Array(count),
    status: new Uint8Array(count),
    flags: new Uint8Array(count),
    site: new Uint32Array(count),
  };
}

function copyId(from: Uint8Array, k: number, to: Uint8Array, place: number): void {
  for (let byte = 0; byte < 8; byte++) to[8 * place + byte] = from[8 * k + byte] as number;
}

type Notes = Pick<TraceColumns, 'note' | 'eventOffset' | 'eventTime'>;

/** Reads the spans' own bytes, block by block, and lays what they say out in the order of the columns. */
function readNotes(
  store: TraceStore,
  rows: Uint32Array,
  order: Uint32Array,
  base: Instant,
  texts: TextColumns,
): Notes {
  const { index } = store;
  const scanner = new NoteScanner();
  const events = new EventTimes(rows.length);
  const noteOfInput = new Uint32Array(rows.length);
  let block = -1;
  let bytes = new Uint8Array();
  for (let k = 0; k < rows.length; k++) {
    const row = rows[k] as number;
    const chunk = index.rows.chunk(row);
    const i = row & rowMask;
    const spanBlock = index.groups.block[chunk.group[i] as number] as number;
    if (spanBlock !== block) {
      bytes = store.reader.read(index.blocks.rowId[spanBlock] as number);
      block = spanBlock;
    }
    readSpan(scanner, bytes, chunk.at[i] as number);
    noteOfInput[k] = texts.note(bytes, scanner.noteStart, scanner.noteEnd);
    events.add(k, scanner, base);
  }
  const note = new Uint32Array(rows.length);
  for (let place = 0; place < order.length; place++)
    note[place] = noteOfInput[order[place] as number] as number;
  return { note, ...events.ordered(order) };
}

function readSpan(scanner: NoteScanner, bytes: Uint8Array, at: number): void {
  try {
    scanner.read(bytes, at);
  } catch (error) {
    // An attribute that is broken inside was no reason to refuse the span, and leaves it without a note.
    if (!(error instanceof MalformedError)) throw error;
  }
}

/** Times of events by the order in which spans are read, and then by the order of the columns. */
class EventTimes {
  readonly #offset: Uint32Array;
  #times = new Float64Array(64);

  constructor(spans: number) {
    this.#offset = new Uint32Array(spans + 1);
  }

  add(k: number, scanner: NoteScanner, base: Instant): void {
    let at = this.#offset[k] as number;
    if (at + scanner.eventCount > this.#times.length) this.#widen(at + scanner.eventCount);
    for (let event = 0; event < scanner.eventCount; event++) {
      const high = scanner.eventTimes[2 * event] as number;
      this.#times[at++] = nanosBetween(base, high, scanner.eventTimes[2 * event + 1] as number);
    }
    this.#offset[k + 1] = at;
  }

  ordered(order: Uint32Array): Pick<TraceColumns, 'eventOffset' | 'eventTime'> {
    const eventOffset = new Uint32Array(order.length + 1);
    const eventTime = new Float64Array(this.#offset[order.length] as number);
    let at = 0;
    for (let place = 0; place < order.length; place++) {
      const k = order[place] as number;
      const end = this.#offset[k + 1] as number;
      for (let event = this.#offset[k] as number; event < end; event++) {
        eventTime[at++] = this.#times[event] as number;
      }
      eventOffset[place + 1] = at;
    }
    return { eventOffset, eventTime };
  }

  #widen(length: number): void {
    const wider = new Float64Array(Math.max(length, this.#times.length * 2));
    wider.set(this.#times);
    this.#times = wider;
  }
}

/** The one string table of an answer, filled with what its columns point at. */
class TextColumns {
  readonly strings: string[] = [''];
  readonly #store: TraceStore;
  /** By the store's number of a text; 0 where it has no entry yet. */
  readonly #locals: Uint32Array;
  readonly #notes = new ByteInterner(noteBytes);
  readonly #localOfNote: number[] = [0];

  constructor(store: TraceStore) {
    this.#store = store;
    this.#locals = new Uint32Array(store.index.texts.count);
  }

  local(id: number): number {
    const known = this.#locals[id] as number;
    if (known > 0 || id === 0) return known;
    const local = this.strings.push(this.#store.index.texts.text(id)) - 1;
    this.#locals[id] = local;
    return local;
  }

  note(bytes: Uint8Array, start: number, end: number): number {
    if (end <= start) return 0;
    const id = this.#notes.intern(bytes, start, end);
    const known = this.#localOfNote[id];
    if (known !== undefined) return known;
    const local = this.strings.push(cut(this.#notes.text(id))) - 1;
    this.#localOfNote[id] = local;
    return local;
  }
}

function cut(text: string): string {
  const line = text.replace(/\s+/g, ' ').trim();
  return line.length > noteLength ? `${line.slice(0, noteLength - 1)}…` : line;
}
