import { ascii, matches } from './byteText.ts';
import { eachField } from './eachField.ts';
import { tag } from './traceTags.ts';
import type { WireReader } from './wireReader.ts';

const codePrefix = ascii('code.');
const codeStart = 0x63;

/** More `code.*` attributes than there are names in the semantic conventions, old and new. */
const maxRanges = 16;

/** Where the attributes of a span stand whose key starts with `code.`. */
export class CodeRanges {
  /** Pairs of start and end of `KeyValue` messages. */
  readonly ranges = new Uint32Array(2 * maxRanges);
  /** Pairs that count. */
  count = 0;

  /** Reads an attribute, whose tag was read, and keeps where it stands if it is about code. */
  readAttribute(reader: WireReader): void {
    const end = reader.endOfBytes();
    const start = reader.pos;
    const isCode =
      reader.bytes[start] === tag.key
        ? hasCodePrefix(reader.bytes, start + 2, end)
        : isCodeAttribute(reader, start, end);
    reader.pos = end;
    if (!isCode || this.count === maxRanges) return;
    this.ranges[2 * this.count] = start;
    this.ranges[2 * this.count + 1] = end;
    this.count++;
  }
}

/**
 * Most of a span's bytes are short attributes that are not about code: those are passed over at once. Answers
 * where the first field stands that is none.
 */
export function passPlainAttributes(bytes: Uint8Array, start: number, end: number): number {
  let pos = start;
  while (pos + 5 <= end && bytes[pos] === tag.attributes) {
    const length = bytes[pos + 1] as number;
    const next = pos + 2 + length;
    if (length >= 128 || next > end || bytes[pos + 2] !== tag.key || bytes[pos + 4] === codeStart) break;
    pos = next;
  }
  return pos;
}

function hasCodePrefix(bytes: Uint8Array, start: number, end: number): boolean {
  const prefixEnd = start + codePrefix.length;
  return prefixEnd <= end && matches(bytes, start, prefixEnd, codePrefix);
}

/** For encoders that write the value before the key. */
function isCodeAttribute(reader: WireReader, start: number, end: number): boolean {
  const outer = reader.limit;
  let found = false;
  reader.pos = start;
  reader.limit = end;
  eachField(reader, tag.key, end, () => {
    const keyEnd = reader.endOfBytes();
    found = hasCodePrefix(reader.bytes, reader.pos, keyEnd);
    reader.pos = keyEnd;
  });
  reader.limit = outer;
  return found;
}
