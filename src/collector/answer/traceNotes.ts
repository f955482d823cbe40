import type { TraceColumns } from '../../shared/traceColumns.ts';
import { NoteScanner } from '../otlp/noteScanner.ts';
import { MalformedError } from '../otlp/wireReader.ts';
import { rowMask } from '../store/spanChunk.ts';
import type { TraceStore } from '../store/traceStore.ts';
import type { StringTable } from './stringTable.ts';

/** Nanoseconds since the epoch as two words. */
export interface Instant {
  readonly high: number;
  readonly low: number;
}

export function nanosBetween(base: Instant, high: number, low: number): number {
  return (high - base.high) * 2 ** 32 + (low - base.low);
}

/** What columns say that only the spans' own bytes know. */
export type Notes = Pick<TraceColumns, 'note' | 'eventOffset' | 'eventTime'>;

/** Reads the spans' own bytes, block by block, and lays what they say out in the order of the columns. */
export function readNotes(
  store: TraceStore,
  rows: Uint32Array,
  order: Uint32Array,
  base: Instant,
  texts: StringTable,
): Notes {
  const { index } = store;
  const scanner = new NoteScanner();
  const events = new EventTimes(rows.length, base);
  const noteOfInput = new Uint32Array(rows.length);
  let block = -1;
  let bytes = new Uint8Array();
  for (let k = 0; k < rows.length; k++) {
    const row = rows[k] as number;
    const chunk = index.rows.chunk(row);
    const i = row & rowMask;
    const known = chunk.note[i] as number;
    if (known > 0) {
      noteOfInput[k] = texts.note(known - 1);
      events.none(k);
      continue;
    }
    const spanBlock = index.groups.block[chunk.group[i] as number] as number;
    if (spanBlock !== block) {
      bytes = store.reader.read(index.blocks.rowId[spanBlock] as number);
      block = spanBlock;
    }
    readSpan(scanner, bytes, chunk.at[i] as number);
    const note = index.notes.texts.intern(bytes, scanner.noteStart, scanner.noteEnd);
    noteOfInput[k] = texts.note(note);
    events.add(k, scanner);
    if (scanner.eventCount === 0) chunk.note[i] = note + 1;
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
