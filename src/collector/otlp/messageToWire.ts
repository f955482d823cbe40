import type { FieldSchema, MessageSchema } from './messageSchema.ts';
import { packedTypes, writePacked, writeScalar } from './scalarToWire.ts';
import { MalformedError, maxMessageDepth, wireType } from './wireReader.ts';
import { WireWriter } from './wireWriter.ts';

/**
 * A parsed message of OTLP JSON as protobuf; `path` is what its faults are called by. Unknown fields are ignored. Throws
 * `MalformedError`.
 */
export function messageToWire(schema: MessageSchema, value: unknown, path: string): Uint8Array<ArrayBuffer> {
  const writer = new WireWriter();
  writeMessage(writer, schema, value, path, 0);
  return writer.finish();
}

function writeMessage(
  writer: WireWriter,
  schema: MessageSchema,
  value: unknown,
  path: string,
  depth: number,
): void {
  if (depth > maxMessageDepth) throw new MalformedError(`${path} is nested too deeply`);
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw new MalformedError(`${path} is not an object`);
  }
  for (const [name, member] of Object.entries(value)) {
    const field = schema.byName.get(name);
    if (field === undefined || member === null) continue;
    if (field.repeated) writeRepeated(writer, field, member, `${path}.${field.name}`, depth);
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
  if (!Array.isArray(value)) throw new MalformedError(`${path} is not an array`);
  const items: readonly unknown[] = value;
  if (!packedTypes.has(field.type)) {
    for (const [i, item] of items.entries()) writeField(writer, field, item, `${path}[${i}]`, depth);
    return;
  }
  writer.tag(field.number, wireType.bytes);
  writer.nested(() => {
    for (const [i, item] of items.entries())
      throwFault(writePacked(writer, field.type, item), `${path}[${i}]`);
  });
}

function writeField(
  writer: WireWriter,
  field: FieldSchema,
  value: unknown,
  path: string,
  depth: number,
): void {
  const { type } = field;
  if (typeof type !== 'function') {
    throwFault(writeScalar(writer, field, value), path);
    return;
  }
  writer.tag(field.number, wireType.bytes);
  writer.nested(() => writeMessage(writer, type(), value, path, depth + 1));
}

function throwFault(fault: string | undefined, path: string): void {
  if (fault !== undefined) throw new MalformedError(`${path} ${fault}`);
}
