import { passFields } from './passFields.ts';
import { tag } from './traceTags.ts';
import { WireReader } from './wireReader.ts';

/** Attributes that say most of a span, the most telling first (semantic conventions, new and old names). */
const tellingKeys = [
  'http.route',
  'url.path',
  'http.target',
  'db.query.text',
  'db.statement',
  'db.query.summary',
  'messaging.destination.name',
  'messaging.destination',
  'rpc.method',
  'graphql.operation.name',
  'url.full',
  'http.url',
  'db.operation.name',
  'db.collection.name',
  'faas.name',
  'peer.service',
  'server.address',
];
const statusRank = -2;
const exceptionRank = -1;
const noRank = tellingKeys.length;

interface Candidate {
  readonly key: Uint8Array;
  readonly rank: number;
}

/** By the length of the key: most attributes are told apart by it alone. */
const candidates: readonly (readonly Candidate[])[] = byLength(
  tellingKeys.map((key, rank) => ({ key: Buffer.from(key), rank })),
);
/** The best rank among the keys of a length; `noRank` where there is none. */
const bestRankOfLength = Uint8Array.from({ length: 256 }, (_, length) =>
  Math.min(noRank, ...(candidates[length] ?? []).map(({ rank }) => rank)),
);
const exceptionMessage = Buffer.from('exception.message');
const none: readonly Candidate[] = [];

/**
 * Reads of one span what columns need and the index does not keep: where the text stands that says most of
 * it, and the times of its events. Allocates nothing per span.
 */
export class NoteScanner {
  readonly #reader = new WireReader(new Uint8Array());
  #rank = noRank;
  /** Where the note stands; empty where there is none. */
  noteStart = 0;
  noteEnd = 0;
  /** Times of the events, as pairs of high and low word. */
  eventTimes = new Uint32Array(16);
  eventCount = 0;

  /** `at` is where the length of the span's message stands. Throws `MalformedError`. */
  read(bytes: Uint8Array, at: number): void {
    const reader = this.#reader;
    reader.reset(bytes, at, bytes.length);
    const end = reader.endOfBytes();
    reader.limit = end;
    this.#rank = noRank;
    this.noteStart = 0;
    this.noteEnd = 0;
    this.eventCount = 0;
    for (;;) {
      reader.pos = passFields(bytes, reader.pos, end, bestRankOfLength, this.#rank);
      if (reader.pos >= end) return;
      const next = reader.tag();
      if (next === tag.attributes) this.#attribute();
      else if (next === tag.events) this.#event();
      else if (next === tag.status) this.#status();
      else reader.skip(next);
    }
  }

  #attribute(): void {
    const reader = this.#reader;
    const end = reader.endOfBytes();
    const { bytes, pos } = reader;
    if (bytes[pos] === 0x0a) {
      const length = bytes[pos + 1] as number;
      const ranked = candidates[length] ?? none;
      for (const candidate of ranked) {
        if (candidate.rank >= this.#rank || !equals(bytes, pos + 2, candidate.key)) continue;
        this.#take(pos + 2 + length, end, candidate.rank);
      }
    }
    reader.pos = end;
  }

  /** Takes the string that stands in the value at `at`, where it is one. */
  #take(at: number, end: number, rank: number): void {
    const reader = this.#reader;
    const outer = reader.limit;
    reader.limit = end;
    reader.pos = at;
    if (at < end && reader.tag() === 0x12) {
      const valueEnd = reader.endOfBytes();
      if (reader.pos < valueEnd && reader.tag() === 0x0a) {
        const textEnd = reader.endOfBytes();
        if (textEnd > reader.pos) this.#note(reader.pos, textEnd, rank);
      }
    }
    reader.limit = outer;
  }

  #note(start: number, end: number, rank: number): void {
    this.noteStart = start;
    this.noteEnd = end;
    this.#rank = rank;
  }

  #status(): void {
    const reader = this.#reader;
    const outer = reader.limit;
    const end = reader.endOfBytes();
    reader.limit = end;
    while (reader.pos < end) {
      const next = reader.tag();
      if (next !== 0x12) reader.skip(next);
      else {
        const textEnd = reader.endOfBytes();
        if (textEnd > reader.pos) this.#note(reader.pos, textEnd, statusRank);
        reader.pos = textEnd;
      }
    }
    reader.limit = outer;
  }

  #event(): void {
    const reader = this.#reader;
    const outer = reader.limit;
    const end = reader.endOfBytes();
    reader.limit = end;
    if (2 * this.eventCount === this.eventTimes.length) this.#widenTimes();
    const at = 2 * this.eventCount++;
    this.eventTimes[at] = 0;
    this.eventTimes[at + 1] = 0;
    while (reader.pos < end) {
      const next = reader.tag();
      if (next === 0x09) {
        this.eventTimes[at + 1] = reader.fixed32();
        this.eventTimes[at] = reader.fixed32();
      } else if (next === 0x1a) this.#eventAttribute();
      else reader.skip(next);
    }
    reader.limit = outer;
  }

  #eventAttribute(): void {
    const reader = this.#reader;
    const end = reader.endOfBytes();
    const { bytes, pos } = reader;
    const isMessage =
      bytes[pos] === 0x0a &&
      bytes[pos + 1] === exceptionMessage.length &&
      equals(bytes, pos + 2, exceptionMessage);
    if (isMessage && this.#rank > exceptionRank) {
      this.#take(pos + 2 + exceptionMessage.length, end, exceptionRank);
    }
    reader.pos = end;
  }

  #widenTimes(): void {
    const wider = new Uint32Array(this.eventTimes.length * 2);
    wider.set(this.eventTimes);
    this.eventTimes = wider;
  }
}

function byLength(all: readonly Candidate[]): (readonly Candidate[])[] {
  const lists: Candidate[][] = [];
  for (let length = 0; length <= 64; length++) lists.push(all.filter(({ key }) => key.length === length));
  return lists;
}

function equals(bytes: Uint8Array, at: number, text: Uint8Array): boolean {
  for (let i = 0; i < text.length; i++) if (bytes[at + i] !== text[i]) return false;
  return true;
}
