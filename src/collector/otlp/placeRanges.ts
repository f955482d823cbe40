import { eachField } from './eachField.ts';
import type { KeyTable } from './keyTable.ts';
import { tag } from './traceTags.ts';
import type { WireReader } from './wireReader.ts';

/** More of the wanted attributes than a span or a resource has. */
const maxRanges = 32;

/** Where the attributes of a span or a resource stand whose keys are in the table. */
export class PlaceRanges {
  /** Pairs of start and end of `KeyValue` messages. */
  readonly ranges = new Uint32Array(2 * maxRanges);
  /** The number of each one's key in the table. */
  readonly keys = new Uint8Array(maxRanges);
  /** Pairs that count. */
  count = 0;
  readonly #table: KeyTable;

  constructor(table: KeyTable) {
    this.#table = table;
  }

  /** Reads an attribute, whose tag was read, and keeps where it stands if its key is wanted. */
  readAttribute(reader: WireReader): void {
    const end = reader.endOfBytes();
    const start = reader.pos;
    const { bytes } = reader;
    const keyEnd = start + 2 + (bytes[start + 1] as number);
    const usual = bytes[start] === tag.key && (bytes[start + 1] as number) < 128 && keyEnd <= end;
    const key = usual ? this.#table.find(bytes, start + 2, keyEnd) : this.#findKey(reader, start, end);
    reader.pos = end;
    if (key < 0 || this.count === maxRanges) return;
    this.ranges[2 * this.count] = start;
    this.ranges[2 * this.count + 1] = end;
    this.keys[this.count] = key;
    this.count++;
  }

  /**
   * Most of a span's bytes are short attributes that are of no interest here: those are passed over at once.
   * Answers where the first field stands that is none.
   */
  passOthers(bytes: Uint8Array, start: number, end: number): number {
    const table = this.#table;
    let pos = start;
    while (pos + 5 <= end && bytes[pos] === tag.attributes) {
      const length = bytes[pos + 1] as number;
      const next = pos + 2 + length;
      if (length >= 128 || next > end || bytes[pos + 2] !== tag.key) break;
      if (table.mayKnow(bytes[pos + 4] as number, bytes[pos + 3] as number)) break;
      pos = next;
    }
    return pos;
  }

  /** For encoders that write the value before the key. */
  #findKey(reader: WireReader, start: number, end: number): number {
    const outer = reader.limit;
    let found = -1;
    reader.pos = start;
    reader.limit = end;
    eachField(reader, tag.key, end, () => {
      const keyEnd = reader.endOfBytes();
      found = this.#table.find(reader.bytes, reader.pos, keyEnd);
      reader.pos = keyEnd;
    });
    reader.limit = outer;
    return found;
  }
}
