import { fieldWireType } from './fieldWireType.ts';
import type { EnumSchema, FieldSchema, MessageSchema, ScalarType } from './messageSchema.ts';
import { packedTypes } from './scalarToWire.ts';
import { MalformedError, maxMessageDepth, WireReader, wireType } from './wireReader.ts';

/** A message in OTLP JSON: lowerCamelCase names, ids in hexadecimal, 64-bit integers as text. */
export type JsonMessage = { [name: string]: JsonValue };
export type JsonValue = string | number | boolean | JsonMessage | JsonValue[];

/**
 * The message whose content is `bytes[start, end)`, with unknown fields dropped. A value that is nested too
 * deeply, or whose own bytes are broken, becomes an empty message: the rest is still told.
 */
export function wireToJson(
  schema: MessageSchema,
  bytes: Uint8Array,
  start: number,
  end: number,
): JsonMessage {
  const reader = new WireReader(bytes);
  reader.reset(bytes, start, end);
  return readMessage(reader, schema, 0);
}

function readMessage(reader: WireReader, schema: MessageSchema, depth: number): JsonMessage {
  const message: JsonMessage = {};
  while (reader.pos < reader.limit) {
    const tag = reader.tag();
    const field = schema.byNumber.get(tag >>> 3);
    if (field !== undefined && isPacked(field, tag)) readPacked(reader, field, message);
    else if (field === undefined || (tag & 7) !== fieldWireType(field)) reader.skip(tag);
    else keep(message, field, readField(reader, field, depth));
  }
  return message;
}

function keep(message: JsonMessage, field: FieldSchema, value: JsonValue): void {
  const before = message[field.name];
  if (!field.repeated) message[field.name] = value;
  else if (Array.isArray(before)) before.push(value);
  else message[field.name] = [value];
}

function isPacked({ repeated, type }: FieldSchema, tag: number): boolean {
  return repeated === true && (tag & 7) === wireType.bytes && packedTypes.has(type);
}

function readPacked(reader: WireReader, field: FieldSchema, message: JsonMessage): void {
  const outer = reader.limit;
  const end = reader.endOfBytes();
  reader.limit = end;
  while (reader.pos < end) keep(message, field, readScalar(reader, field.type as ScalarType));
  reader.limit = outer;
}

function readField(reader: WireReader, field: FieldSchema, depth: number): JsonValue {
  const { type } = field;
  if (typeof type === 'function') return readNested(reader, type(), depth);
  return typeof type === 'object' ? readEnum(reader, type) : readScalar(reader, type);
}

function readNested(reader: WireReader, schema: MessageSchema, depth: number): JsonMessage {
  const outer = reader.limit;
  const end = reader.endOfBytes();
  reader.limit = end;
  try {
    return depth < maxMessageDepth ? readMessage(reader, schema, depth + 1) : {};
  } catch (error) {
    if (error instanceof MalformedError) return {};
    throw error;
  } finally {
    reader.pos = end;
    reader.limit = outer;
  }
}

function readEnum(reader: WireReader, _schema: EnumSchema): number {
  return reader.uint32();
}

function readScalar(reader: WireReader, type: ScalarType): JsonValue {
  switch (type) {
    case 'string':
      return readBytes(reader).toString();
    case 'bytes':
      return readBytes(reader).toString('base64');
    case 'id':
      return readBytes(reader).toString('hex');
    case 'bool':
      return reader.uint64() !== 0n;
    case 'int64':
      return BigInt.asIntN(64, reader.uint64()).toString();
    case 'uint32':
      return reader.uint32();
    case 'uint64':
      return reader.uint64().toString();
    case 'sint32':
      return unzigzag(reader.uint32());
    case 'fixed32':
      return reader.fixed32();
    case 'fixed64':
      return reader.fixed64().toString();
    case 'sfixed64':
      return BigInt.asIntN(64, reader.fixed64()).toString();
    case 'double':
      return readDouble(reader);
  }
}

function unzigzag(value: number): number {
  return (value >>> 1) ^ -(value & 1);
}

/** JSON has no NaN and no infinity; protobuf's JSON writes their names. */
function readDouble(reader: WireReader): number | string {
  const at = reader.pos;
  reader.fixed64();
  const value = new DataView(reader.bytes.buffer, reader.bytes.byteOffset).getFloat64(at, true);
  return Number.isFinite(value) ? value : String(value);
}

function readBytes(reader: WireReader): Buffer {
  const end = reader.endOfBytes();
  const { buffer, byteOffset } = reader.bytes;
  const bytes = Buffer.from(buffer, byteOffset + reader.pos, end - reader.pos);
  reader.pos = end;
  return bytes;
}
