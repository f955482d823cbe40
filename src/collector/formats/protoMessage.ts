import { fieldWireType } from '../otlp/fieldWireType.ts';
import type { FieldSchema, MessageSchema, ScalarType } from '../otlp/messageSchema.ts';
import { MalformedError, WireReader, wireType } from '../otlp/wireReader.ts';
import type { JsonMessage, JsonValue } from '../otlp/wireToJson.ts';
import { PartCount } from './partCount.ts';

/** Of the messages that are read so, none nests deeper than a few levels. */
const maxDepth = 16;

/**
 * Contents of the fields with this number and a length. Broken fields beside them throw `MalformedError`, when they are
 * come to.
 */
export function* protoFields(bytes: Uint8Array, number: number): Generator<Uint8Array> {
  const reader = new WireReader(bytes);
  while (reader.pos < bytes.length) {
    const tag = reader.tag();
    if (tag !== number * 8 + wireType.bytes) {
      reader.skip(tag);
      continue;
    }
    const end = reader.endOfBytes();
    yield bytes.subarray(reader.pos, end);
    reader.pos = end;
  }
}

/**
 * A protobuf message as OTLP JSON writes its own: 64-bit integers as text, ids in hexadecimal, bytes in base64. Unlike
 * what a store has taken in already, nothing broken is passed over: throws `MalformedError`, wherever the fault is, and
 * where there are too many messages in it.
 */
export function protoMessage(schema: MessageSchema, bytes: Uint8Array): JsonMessage {
  const parts = new PartCount();
  return readMessage(new WireReader(bytes), schema, 0, parts);
}

function readMessage(
  reader: WireReader,
  schema: MessageSchema,
  depth: number,
  parts: PartCount,
): JsonMessage {
  if (depth > maxDepth) throw new MalformedError('messages are nested too deeply');
  parts.add();
  const message: JsonMessage = {};
  while (reader.pos < reader.limit) {
    const tag = reader.tag();
    const field = schema.byNumber.get(tag >>> 3);
    if (field === undefined || (tag & 7) !== fieldWireType(field)) reader.skip(tag);
    else keep(message, field, readField(reader, field, depth, parts));
  }
  return message;
}

function keep(message: JsonMessage, field: FieldSchema, value: JsonValue): void {
  const before = message[field.name];
  if (field.repeated && Array.isArray(before)) before.push(value);
  else message[field.name] = field.repeated ? [value] : value;
}

function readField(reader: WireReader, { type }: FieldSchema, depth: number, parts: PartCount): JsonValue {
  if (typeof type !== 'function')
    return typeof type === 'object' ? reader.uint32() : readScalar(reader, type);
  const outer = reader.limit;
  reader.limit = reader.endOfBytes();
  const message = readMessage(reader, type(), depth + 1, parts);
  reader.limit = outer;
  return message;
}

function readScalar(reader: WireReader, type: ScalarType): JsonValue {
  switch (type) {
    case 'string':
      return readText(reader, 'utf8');
    case 'bytes':
      return readText(reader, 'base64');
    case 'id':
      return readText(reader, 'hex');
    case 'bool':
      return reader.uint64() !== 0n;
    case 'int64':
      return BigInt.asIntN(64, reader.uint64()).toString();
    case 'fixed32':
      return reader.fixed32();
    case 'fixed64':
      return reader.fixed64().toString();
    case 'double':
      return readDouble(reader);
    default:
      return reader.uint32();
  }
}

function readText(reader: WireReader, encoding: 'utf8' | 'base64' | 'hex'): string {
  const end = reader.endOfBytes();
  const { buffer, byteOffset } = reader.bytes;
  const text = Buffer.from(buffer, byteOffset + reader.pos, end - reader.pos).toString(encoding);
  reader.pos = end;
  return text;
}

function readDouble(reader: WireReader): number {
  const at = reader.pos;
  reader.fixed64();
  return new DataView(reader.bytes.buffer, reader.bytes.byteOffset).getFloat64(at, true);
}
