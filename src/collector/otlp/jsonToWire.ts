import type { EnumSchema, FieldSchema, MessageSchema, ScalarType } from './otlpSchema.ts';
import { MalformedError, wireType } from './wireReader.ts';
import { WireWriter } from './wireWriter.ts';

/** Deepest nesting that is read: OTLP's own messages take six levels, the rest is for attribute values. */
const maxDepth = 32 + 6;

/**
 * OTLP JSON as protobuf. Ids are hexadecimal in any case, 64-bit integers text or numbers, enums numbers or
 * names; unknown fields are ignored (OTLP specification, "JSON Protobuf Encoding"). Throws `MalformedError`
 * with the path of what is wrong.
 */
export function jsonToWire(schema: MessageSchema, text: string): Uint8Array<ArrayBuffer> {
  const writer = new WireWriter();
  writeMessage(writer, schema, parse(text), 'the body', 0);
  return writer.finish();
}

/** A parsed message as protobuf; `path` is what its faults are called by. Throws `MalformedError`. */
export function messageToWire(schema: MessageSchema, value: unknown, path: string): Uint8Array<ArrayBuffer> {
  const writer = new WireWriter();
  writeMessage(writer, schema, value, path, 0);
  return writer.finish();
}

function parse(text: string): unknown {
  try {
    return JSON.parse(quoteLongNumbers(text)) as unknown;
  } catch (error) {
    throw new MalformedError(
      `the body is not JSON (${error instanceof Error ? error.message : 'unreadable'})`,
    );
  }
}

/** Nanoseconds since the epoch as a number would be rounded by `JSON.parse`; as text they stay exact. */
function quoteLongNumbers(text: string): string {
  if (!/[:[,]\s*-?\d{16}/.test(text)) return text;
  return text.replace(/"(?:[^"\\]|\\.)*"|-?\d[\d.eE+-]*/g, (token) =>
    /^-?\d{16,}$/.test(token) ? `"${token}"` : token,
  );
}

function writeMessage(
  writer: WireWriter,
  schema: MessageSchema,
  value: unknown,
  path: string,
  depth: number,
): void {
  if (depth > maxDepth) throw new MalformedError(`${path} is nested too deeply`);
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw new MalformedError(`${path} is not an object`);
  }
  for (const [name, member] of Object.entries(value)) {
    const field = schema.byName.get(name);
    if (field === undefined || member === null) continue;
    if (field.repeated) writeRepeated(writer, field, member, path, depth);
    else writeField(writer, field, member, `${path}.${name}`, depth);
  }
}

function writeRepeated(
  writer: WireWriter,
  field: FieldSchema,
  value: unknown,
  path: string,
  depth: number,
): void {
  if (!Array.isArray(value)) throw new MalformedError(`${path}.${field.name} is not an array`);
  for (const [i, item] of value.entries())
    writeField(writer, field, item, `${path}.${field.name}[${i}]`, depth);
}

function writeField(
  writer: WireWriter,
  field: FieldSchema,
  value: unknown,
  path: string,
  depth: number,
): void {
  const { type } = field;
  if (typeof type === 'function') {
    writer.tag(field.number, wireType.bytes);
    writer.nested(() => writeMessage(writer, type(), value, path, depth + 1));
  } else if (typeof type === 'object') {
    writer.tag(field.number, wireType.varint);
    writer.uint32(enumNumber(type, value, path));
  } else writeScalar(writer, field.number, type, value, path);
}

function writeScalar(
  writer: WireWriter,
  number: number,
  type: ScalarType,
  value: unknown,
  path: string,
): void {
  switch (type) {
    case 'string':
      writer.tag(number, wireType.bytes);
      writer.bytes(Buffer.from(textOf(value, path)));
      return;
    case 'bytes':
      writer.tag(number, wireType.bytes);
      writer.bytes(base64Of(value, path));
      return;
    case 'id':
      writer.tag(number, wireType.bytes);
      writer.bytes(idOf(value));
      return;
    case 'bool':
      writer.tag(number, wireType.varint);
      writer.uint32(booleanOf(value, path) ? 1 : 0);
      return;
    case 'int64':
      writer.tag(number, wireType.varint);
      writer.int64(integerOf(value, path, -(2n ** 63n), 2n ** 63n));
      return;
    case 'uint32':
      writer.tag(number, wireType.varint);
      writer.uint32(Number(integerOf(value, path, 0n, 2n ** 32n)));
      return;
    case 'fixed32':
      writer.tag(number, wireType.fixed32);
      writer.fixed32(Number(integerOf(value, path, 0n, 2n ** 32n)));
      return;
    case 'fixed64':
      writer.tag(number, wireType.fixed64);
      writer.fixed64(integerOf(value, path, 0n, 2n ** 64n));
      return;
    case 'double':
      writer.tag(number, wireType.fixed64);
      writer.double(doubleOf(value, path));
      return;
  }
}

function enumNumber(schema: EnumSchema, value: unknown, path: string): number {
  if (typeof value === 'number' && Number.isInteger(value) && value >= 0 && value < 2 ** 31) return value;
  const name = typeof value === 'string' ? value.replace(schema.enumPrefix, '') : '';
  const number = schema.names.indexOf(name.toUpperCase());
  if (number < 0) throw new MalformedError(`${path} is no value of its enum`);
  return number;
}

function textOf(value: unknown, path: string): string {
  if (typeof value !== 'string') throw new MalformedError(`${path} is not a string`);
  return value;
}

function base64Of(value: unknown, path: string): Uint8Array {
  return Buffer.from(textOf(value, path), 'base64');
}

/** What is no id becomes bytes that are none, so that the span is refused by itself, not the whole request. */
function idOf(value: unknown): Uint8Array {
  if (typeof value !== 'string') return Buffer.from([0]);
  const isHex = value.length % 2 === 0 && /^[0-9a-f]*$/i.test(value);
  return isHex ? Buffer.from(value, 'hex') : Buffer.from(value.slice(0, 4));
}

function booleanOf(value: unknown, path: string): boolean {
  if (typeof value !== 'boolean') throw new MalformedError(`${path} is not true or false`);
  return value;
}

function integerOf(value: unknown, path: string, least: bigint, beyond: bigint): bigint {
  const isInteger =
    (typeof value === 'number' && Number.isInteger(value)) ||
    (typeof value === 'string' && /^-?\d{1,20}$/.test(value));
  const integer = isInteger ? BigInt(value as string | number) : undefined;
  if (integer === undefined || integer < least || integer >= beyond) {
    throw new MalformedError(`${path} is not an integer in range`);
  }
  return integer;
}

function doubleOf(value: unknown, path: string): number {
  const isSpecial = value === 'NaN' || value === 'Infinity' || value === '-Infinity';
  const isDecimal = typeof value === 'string' && /^-?\d+(\.\d+)?([eE][+-]?\d+)?$/.test(value);
  if (typeof value === 'number' || isSpecial || isDecimal) return Number(value);
  throw new MalformedError(`${path} is not a number`);
}
