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

/** Where spans stand in the file, block by block. */
export interface SpanPlaces {
  /** Where the length of each span's message stands in its block. */
  readonly at: Uint32Array;
  /** Rows of the blocks. */
  readonly blocks: readonly number[];
  /** Number of the first span that is in no block up to this one. */
  readonly ends: readonly number[];
}

/** `rows` of one block stand next to each other. */
export function placesOfSpans({ index }: TraceStore, rows: Uint32Array): SpanPlaces {
  const at = new Uint32Array(rows.length);
  const blocks: number[] = [];
  const ends: number[] = [];
  let last = -1;
  for (let k = 0; k < rows.length; k++) {
    const row = rows[k] as number;
    const chunk = index.rows.chunk(row);
    const block = index.groups.block[chunk.group[row & rowMask] as number] as number;
    at[k] = chunk.at[row & rowMask] as number;
    if (block !== last) {
      blocks.push(index.blocks.rowId[block] as number);
      if (k > 0) ends.push(k);
      last = block;
    }
  }
  ends.push(rows.length);
  return { at, blocks, ends };
}

/** What columns say that only the spans' own bytes know. */
export type Notes = Pick<TraceColumns, 'note' | 'eventOffset' | 'eventTime'>;

/**
 * Reads the spans' own bytes, block by block, and lays what they say out in the order of the columns. Spans of
 * a block that went meanwhile have nothing to say.
 */
export async function readNotes(
  blocks: AsyncIterable<Uint8Array | undefined>,
  places: SpanPlaces,
  order: Uint32Array,
  base: Instant,
  texts: StringTable,
): Promise<Notes> {
  const reader = new NoteReader(places.at, base, texts);
  let block = 0;
  for await (const bytes of blocks) reader.read(bytes, places.ends[block++] as number);
  return reader.ordered(order);
}

class NoteReader {
  readonly #at: Uint32Array;
  readonly #texts: StringTable;
  readonly #note: Uint32Array;
  readonly #events: EventTimes;
  readonly #scanner = new NoteScanner();
  #next = 0;

  constructor(at: Uint32Array, base: Instant, texts: StringTable) {
    this.#at = at;
    this.#texts = texts;
    this.#note = new Uint32Array(at.length);
    this.#events = new EventTimes(at.length, base);
  }

  /** Reads the next spans, up to `end`. */
  read(bytes: Uint8Array | undefined, end: number): void {
    const scanner = this.#scanner;
    for (let k = this.#next; k < end; k++) {
      if (bytes === undefined) scanner.forget();
      else readSpan(scanner, bytes, this.#at[k] as number);
      if (bytes !== undefined) this.#note[k] = this.#texts.note(bytes, scanner.noteStart, scanner.noteEnd);
      this.#events.add(k, scanner);
    }
    this.#next = end;
  }

  ordered(order: Uint32Array): Notes {
    const note = new Uint32Array(order.length);
    for (let place = 0; place < order.length; place++) {
      note[place] = this.#note[order[place] as number] as number;
    }
    return { note, ...this.#events.ordered(order) };
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
