import { wireTypeOf } from './fieldWireType.ts';
import type { EnumSchema, FieldSchema, ScalarType } from './messageSchema.ts';
import { wireType } from './wireReader.ts';
import type { WireWriter } from './wireWriter.ts';

/** Types whose repeated values stand without tags in one field, as proto3 writes them. */
export const packedTypes: ReadonlySet<FieldSchema['type']> = new Set<ScalarType>([
  'bool',
  'int64',
  'uint32',
  'uint64',
  'sint32',
  'fixed32',
  'fixed64',
  'sfixed64',
  'double',
]);

/**
 * Writes a value of OTLP JSON with its tag. Ids are hexadecimal in any case, 64-bit integers text or numbers, enums numbers or
 * names. Answers what is wrong with it, as `is not a string`, where nothing was written.
 */
export function writeScalar(writer: WireWriter, field: FieldSchema, value: unknown): string | undefined {
  const { number, type } = field;
  if (typeof type === 'function') return 'is not an object';
  if (typeof type === 'object') return writeEnum(writer, number, type, value);
  if (type === 'id') return writeId(writer, field, value);
  if (type === 'string' || type === 'bytes') return writeText(writer, number, type, value);
  const before = writer.length;
  writer.tag(number, wireTypeOf[type]);
  const fault = writeNumber(writer, type, value);
  if (fault !== undefined) writer.truncate(before);
  return fault;
}

type NumberType = Exclude<ScalarType, 'string' | 'bytes' | 'id'>;

/** The same without a tag, for packed fields. */
export function writePacked(
  writer: WireWriter,
  type: FieldSchema['type'],
  value: unknown,
): string | undefined {
  return writeNumber(writer, type as NumberType, value);
}

function writeNumber(writer: WireWriter, type: NumberType, value: unknown): string | undefined {
  if (type === 'bool') return writeBoolean(writer, value);
  if (type === 'double') return writeDouble(writer, value);
  const integer = integerOf(value);
  const [least, beyond] = ranges[type];
  if (integer === undefined || integer < least || integer >= beyond) return 'is not an integer in range';
  if (type === 'int64' || type === 'uint64') writer.int64(integer);
  else if (type === 'fixed64' || type === 'sfixed64') writer.fixed64(integer);
  else if (type === 'fixed32') writer.fixed32(Number(integer));
  else writer.uint32(type === 'sint32' ? zigzag(Number(integer)) : Number(integer));
  return undefined;
}

const unsigned32 = [0n, 2n ** 32n] as const;
const unsigned64 = [0n, 2n ** 64n] as const;
const signed64 = [-(2n ** 63n), 2n ** 63n] as const;
const ranges: Readonly<Record<Exclude<NumberType, 'bool' | 'double'>, readonly [bigint, bigint]>> = {
  uint32: unsigned32,
  fixed32: unsigned32,
  sint32: [-(2n ** 31n), 2n ** 31n],
  uint64: unsigned64,
  fixed64: unsigned64,
  int64: signed64,
  sfixed64: signed64,
};

function integerOf(value: unknown): bigint | undefined {
  const isInteger =
    (typeof value === 'number' && Number.isInteger(value)) ||
    (typeof value === 'string' && /^-?\d{1,20}$/.test(value));
  return isInteger ? BigInt(value as string | number) : undefined;
}

/** Small ones of either sign take few bytes. */
function zigzag(value: number): number {
  return ((value << 1) ^ (value >> 31)) >>> 0;
}

function writeBoolean(writer: WireWriter, value: unknown): string | undefined {
  if (typeof value !== 'boolean') return 'is not true or false';
  writer.uint32(value ? 1 : 0);
  return undefined;
}

function writeDouble(writer: WireWriter, value: unknown): string | undefined {
  const isSpecial = value === 'NaN' || value === 'Infinity' || value === '-Infinity';
  const isDecimal = typeof value === 'string' && /^-?\d+(\.\d+)?([eE][+-]?\d+)?$/.test(value);
  if (typeof value !== 'number' && !isSpecial && !isDecimal) return 'is not a number';
  writer.double(Number(value));
  return undefined;
}

function writeText(
  writer: WireWriter,
  number: number,
  type: 'string' | 'bytes',
  value: unknown,
): string | undefined {
  if (typeof value !== 'string') return 'is not a string';
  writer.tag(number, wireType.bytes);
  if (type === 'string') writer.text(value);
  else writer.bytes(Buffer.from(value, 'base64'));
  return undefined;
}

function writeEnum(
  writer: WireWriter,
  number: number,
  schema: EnumSchema,
  value: unknown,
): string | undefined {
  const known = enumNumber(schema, value);
  if (known < 0) return 'is no value of its enum';
  writer.tag(number, wireType.varint);
  writer.uint32(known);
  return undefined;
}

function enumNumber(schema: EnumSchema, value: unknown): number {
  const isNumber = typeof value === 'number' && Number.isInteger(value) && value >= 0 && value < 2 ** 31;
  if (isNumber) return value;
  const name = typeof value === 'string' ? value.replace(schema.enumPrefix, '') : '';
  return schema.names.indexOf(name.toUpperCase());
}

/**
 * What is no id becomes bytes that are none, so that the span is refused by itself, not the whole request; where it is the id of
 * something else it is left out.
 */
function writeId(writer: WireWriter, { number, idLength }: FieldSchema, value: unknown): undefined {
  const id = idOf(value);
  if (idLength !== undefined && id.length !== idLength) return;
  writer.tag(number, wireType.bytes);
  writer.bytes(id);
}

function idOf(value: unknown): Uint8Array {
  if (typeof value !== 'string') return Buffer.from([0]);
  const isHex = value.length % 2 === 0 && /^[0-9a-f]*$/i.test(value);
  return isHex ? Buffer.from(value, 'hex') : Buffer.from(value.slice(0, 4));
}
