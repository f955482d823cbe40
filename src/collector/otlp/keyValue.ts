import { MalformedError, type WireReader, wireType } from './wireReader.ts';

/** A value as far as places need it: text or a number; the texts of an array joined by blanks. */
export type PlainValue = string | number | undefined;

/** Bytes of a text that are read: what follows is of no use for a place. */
const longestText = 8192;

const keyTag = 0x0a;
const valueTag = 0x12;
const stringTag = 0x0a;
const intTag = 0x18;
const doubleTag = (4 << 3) | wireType.fixed64;
const arrayTag = 0x2a;
const elementTag = 0x0a;

/**
 * The value of the `KeyValue` message (opentelemetry.proto.common.v1), or of its field `value`, at `bytes[start, end)`. One that is broken
 * is no value: an attribute is no reason to refuse its span, let alone those beside it.
 */
export function readPlainValue(reader: WireReader, start: number, end: number): PlainValue {
  reader.reset(reader.bytes, start, end);
  try {
    return readValue(reader, end);
  } catch (error) {
    if (error instanceof MalformedError) return undefined;
    throw error;
  }
}

function readValue(reader: WireReader, end: number): PlainValue {
  let value: PlainValue;
  while (reader.pos < end) {
    const tag = reader.tag();
    if (tag === valueTag) value = readAnyValue(reader, true);
    else if (tag === keyTag) reader.pos = reader.endOfBytes();
    else reader.skip(tag);
  }
  return value;
}

function readAnyValue(reader: WireReader, arrays: boolean): PlainValue {
  const outer = reader.limit;
  const end = reader.endOfBytes();
  reader.limit = end;
  let value: PlainValue;
  while (reader.pos < end) {
    const tag = reader.tag();
    if (tag === stringTag) value = readText(reader);
    else if (tag === intTag) value = Number(BigInt.asIntN(64, reader.uint64()));
    else if (tag === doubleTag) value = readDouble(reader);
    else if (tag === arrayTag && arrays) value = readArray(reader);
    else reader.skip(tag);
  }
  reader.limit = outer;
  return value;
}

/** Texts and numbers only: arrays in arrays name no place. */
function readArray(reader: WireReader): string {
  const outer = reader.limit;
  const end = reader.endOfBytes();
  reader.limit = end;
  const texts: string[] = [];
  while (reader.pos < end) {
    const tag = reader.tag();
    if (tag !== elementTag) {
      reader.skip(tag);
      continue;
    }
    const value = readAnyValue(reader, false);
    if (value !== undefined) texts.push(String(value));
  }
  reader.limit = outer;
  return texts.join(' ');
}

function readDouble(reader: WireReader): number {
  const at = reader.pos;
  reader.fixed64();
  return new DataView(reader.bytes.buffer, reader.bytes.byteOffset).getFloat64(at, true);
}

function readText(reader: WireReader): string {
  const end = reader.endOfBytes();
  const { buffer, byteOffset } = reader.bytes;
  const length = Math.min(end - reader.pos, longestText);
  const text = Buffer.from(buffer, byteOffset + reader.pos, length).toString();
  reader.pos = end;
  return text;
}
