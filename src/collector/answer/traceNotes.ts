import type { TraceColumns } from '../../shared/traceColumns.ts';
import { NoteScanner } from '../otlp/noteScanner.ts';
import { MalformedError } from '../otlp/wireReader.ts';
import type { ByteInterner } from '../store/byteInterner.ts';
import { rowMask } from '../store/spanChunk.ts';
import type { TraceStore } from '../store/traceStore.ts';
import { type Instant, nanosBetween } from './instant.ts';
import type { StringTable } from './stringTable.ts';
import type { OrderedRows } from './traceOrders.ts';

/** What columns say that only the spans' own bytes know. */
export type Notes = Pick<TraceColumns, 'note' | 'eventOffset' | 'eventTime'>;

/** Reads the spans' own bytes, block by block, and lays what they say out in the order of the columns. */
export class NoteReader {
  readonly #store: TraceStore;
  readonly #rows: Uint32Array;
  readonly #order: Uint32Array;
  readonly #texts: StringTable;
  readonly #interned: ByteInterner;
  readonly #scanner = new NoteScanner();
  readonly #events: EventTimes;
  readonly #noteOfInput: Uint32Array;
  #block = -1;
  #moves = -1;
  #bytes = new Uint8Array();

  /** `texts` was made with the notes that the index has now. */
  constructor(store: TraceStore, { rows, order }: OrderedRows, base: Instant, texts: StringTable) {
    this.#store = store;
    this.#rows = rows;
    this.#order = order;
    this.#texts = texts;
    this.#interned = store.index.notes.texts;
    this.#events = new EventTimes(rows.length, base);
    this.#noteOfInput = new Uint32Array(rows.length);
  }

  /** Reads the spans `[from, to)` of the rows; all have to be read, one after the other. */
  read(from: number, to: number): void {
    const { index } = this.#store;
    // Notes that the rows remember are of other numbers once the texts were forgotten.
    const remembers = index.notes.texts === this.#interned;
    for (let k = from; k < to; k++) {
      const row = this.#rows[k] as number;
      const chunk = index.rows.chunk(row);
      const i = row & rowMask;
      const known = remembers ? (chunk.note[i] as number) : 0;
      if (known > 0) {
        this.#noteOfInput[k] = this.#texts.note(known - 1);
        this.#events.none(k);
        continue;
      }
      const note = this.#readSpan(k, chunk.group[i] as number, chunk.at[i] as number);
      if (remembers && this.#scanner.eventCount === 0) chunk.note[i] = note + 1;
    }
  }

  notes(): Notes {
    const note = new Uint32Array(this.#order.length);
    for (let place = 0; place < note.length; place++)
      note[place] = this.#noteOfInput[this.#order[place] as number] as number;
    return { note, ...this.#events.ordered(this.#order) };
  }

  #readSpan(k: number, group: number, at: number): number {
    const { index, moves, reader } = this.#store;
    const block = index.groups.block[group] as number;
    // While somebody rests, blocks may be rewritten and their slots dealt again.
    if (block !== this.#block || moves !== this.#moves) {
      this.#bytes = reader.read(index.blocks.rowId[block] as number);
      this.#block = block;
      this.#moves = moves;
    }
    const scanner = this.#scanner;
    readSpan(scanner, this.#bytes, at);
    const note = this.#interned.intern(this.#bytes, scanner.noteStart, scanner.noteEnd);
    this.#noteOfInput[k] = this.#texts.note(note);
    this.#events.add(k, scanner);
    return note;
  }
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
  readonly #base: Instant;
  #times = new Float64Array(64);

  constructor(spans: number, base: Instant) {
    this.#offset = new Uint32Array(spans + 1);
    this.#base = base;
  }

  none(k: number): void {
    this.#offset[k + 1] = this.#offset[k] as number;
  }

  add(k: number, scanner: NoteScanner): void {
    let at = this.#offset[k] as number;
    if (at + scanner.eventCount > this.#times.length) this.#widen(at + scanner.eventCount);
    for (let event = 0; event < scanner.eventCount; event++) {
      const high = scanner.eventTimes[2 * event] as number;
      this.#times[at++] = nanosBetween(this.#base, high, scanner.eventTimes[2 * event + 1] as number);
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
