import type { KeyTable } from './keyTable.ts';
import { tag } from './traceTags.ts';
import type { WireReader } from './wireReader.ts';

/** More of the wanted attributes than a span or a resource has. */
export const maxRanges = 48;
/** What is left of them for the first keys, however many others come before. */
const reserved = 16;

/**
 * The first four bytes of a short attribute as a little-endian word: its tag, a length below 128, the tag of its key
 * and the length of that, below 128 too.
 */
const shortMask = 0x80ff80ff | 0;
const shortHead = tag.attributes | (tag.key << 16);

/** Where the values of a span's or a resource's attributes stand whose keys are in the table. */
export class PlaceRanges {
  /** Pairs of start and end; in between is a `KeyValue` message from its field `value` on. */
  readonly ranges = new Uint32Array(2 * maxRanges);
  /** The number of each one's key in the table. */
  readonly keys = new Uint8Array(maxRanges);
  /** Pairs that count. */
  count = 0;
  readonly #table: KeyTable;
  readonly #firstKeys: number;

  /** Keys with numbers below `firstKeys` are kept even where others come without end. */
  constructor(table: KeyTable, firstKeys: number) {
    this.#table = table;
    this.#firstKeys = firstKeys;
  }

  /** Reads an attribute, whose tag was read, and keeps where its value stands if its key is wanted. */
  readAttribute(reader: WireReader): void {
    const end = reader.endOfBytes();
    const start = reader.pos;
    const { bytes } = reader;
    const keyEnd = start + 2 + (bytes[start + 1] as number);
    const isUsual = bytes[start] === tag.key && (bytes[start + 1] as number) < 128 && keyEnd <= end;
    if (isUsual) this.#keep(this.#table.find(bytes, start + 2, keyEnd), keyEnd, end);
    else this.#readUnusual(reader, end);
    reader.pos = end;
  }

  /**
   * Most of a span's bytes are short attributes, which stand in a row: reads those at once. Answers where the first
   * field stands that is none.
   */
  readShort(bytes: Uint8Array, view: DataView, start: number, end: number): number {
    const table = this.#table;
    let pos = start;
    while (pos + 5 <= end) {
      const head = view.getUint32(pos, true);
      const next = pos + 2 + ((head >>> 8) & 0xff);
      if ((head & shortMask) !== shortHead || next > end) break;
      const keyLength = head >>> 24;
      if (table.mayKnow(bytes[pos + 4] as number, keyLength)) {
        const keyEnd = pos + 4 + keyLength;
        if (keyEnd > next) break;
        this.#keep(table.findWords(view, pos + 4, keyLength), keyEnd, next);
      }
      pos = next;
    }
    return pos;
  }

  #keep(key: number, start: number, end: number): void {
    const { count } = this;
    if (key < 0 || count >= (key < this.#firstKeys ? maxRanges : maxRanges - reserved)) return;
    this.ranges[2 * count] = start;
    this.ranges[2 * count + 1] = end;
    this.keys[count] = key;
    this.count = count + 1;
  }

  /** For encoders that write the value before the key, or lengths in more bytes than they need. */
  #readUnusual(reader: WireReader, end: number): void {
    const outer = reader.limit;
    reader.limit = end;
    let [key, start, valueEnd] = [-1, end, end];
    while (reader.pos < end) {
      const at = reader.pos;
      const next = reader.tag();
      if (next === tag.key) {
        const keyEnd = reader.endOfBytes();
        key = this.#table.find(reader.bytes, reader.pos, keyEnd);
        reader.pos = keyEnd;
      } else reader.skip(next);
      if (next === tag.value) [start, valueEnd] = [at, reader.pos];
    }
    reader.limit = outer;
    this.#keep(key, start, valueEnd);
  }
}
