import { JsonCursor } from './jsonCursor.ts';
import type { FieldSchema, MessageSchema } from './messageSchema.ts';
import type { RefusedRecords } from './refusedRecords.ts';
import { packedTypes, writePacked, writeScalar } from './scalarToWire.ts';
import { MalformedError, maxMessageDepth, wireType } from './wireReader.ts';
import { WireWriter } from './wireWriter.ts';

/**
 * OTLP JSON as protobuf (OTLP specification, "JSON Protobuf Encoding"), more tolerant than it must be: enums by name and names in
 * snake_case are read too. Unknown fields are ignored. Throws `MalformedError` with the path of what is wrong; where `refused` is given, what
 * is wrong inside a span, a log record or a data point costs that one only, and is counted there.
 */
export function jsonToWire(
  schema: MessageSchema,
  json: string | Uint8Array,
  refused?: RefusedRecords,
): Uint8Array<ArrayBuffer> {
  const transcoder = new Transcoder(typeof json === 'string' ? json : textOf(json), refused);
  return transcoder.run(schema);
}

class Transcoder {
  readonly #cursor: JsonCursor;
  readonly #writer = new WireWriter();
  readonly #refused: RefusedRecords | undefined;

  constructor(json: string, refused: RefusedRecords | undefined) {
    this.#cursor = new JsonCursor(json);
    this.#refused = refused;
  }

  run(schema: MessageSchema): Uint8Array<ArrayBuffer> {
    this.#message(schema, 0);
    this.#cursor.finish();
    return this.#writer.finish();
  }

  #message(schema: MessageSchema, depth: number): void {
    const cursor = this.#cursor;
    if (depth > maxMessageDepth) throw cursor.fault('is nested too deeply');
    if (!cursor.isObject) throw cursor.fault('is not an object');
    cursor.members((name) => {
      const field = schema.byName.get(name);
      if (field === undefined) cursor.skip();
      else if (cursor.isNull()) return;
      else if (field.repeated) this.#repeated(field, depth);
      else this.#field(field, depth);
    });
  }

  #repeated(field: FieldSchema, depth: number): void {
    const cursor = this.#cursor;
    if (!cursor.isArray) throw cursor.fault('is not an array');
    if (packedTypes.has(field.type)) this.#packed(field);
    else if (field.isRecord && this.#refused !== undefined) {
      const refused = this.#refused;
      cursor.elements(() => this.#record(field, depth, refused));
    } else cursor.elements(() => this.#field(field, depth));
  }

  #packed(field: FieldSchema): void {
    const writer = this.#writer;
    writer.tag(field.number, wireType.bytes);
    writer.nested(() =>
      this.#cursor.elements(() => this.#check(writePacked(writer, field.type, this.#cursor.scalar()))),
    );
  }

  /** What is wrong with the record is passed over, if it is JSON at all. */
  #record(field: FieldSchema, depth: number, refused: RefusedRecords): void {
    const cursor = this.#cursor;
    const { pos } = cursor;
    const steps = cursor.path.length;
    const { length } = this.#writer;
    try {
      this.#field(field, depth);
    } catch (error) {
      if (!(error instanceof MalformedError)) throw error;
      this.#writer.truncate(length);
      cursor.path.length = steps;
      cursor.pos = pos;
      cursor.skip();
      refused.add(error.message);
    }
  }

  #field(field: FieldSchema, depth: number): void {
    const { type } = field;
    if (typeof type !== 'function') {
      const value = this.#cursor.scalar();
      this.#check(writeScalar(this.#writer, field, value));
      // An object in place of an id costs its span alone.
      if (value === undefined) this.#cursor.skip();
      return;
    }
    this.#writer.tag(field.number, wireType.bytes);
    this.#writer.nested(() => this.#message(type(), depth + 1));
  }

  #check(fault: string | undefined): void {
    if (fault !== undefined) throw this.#cursor.fault(fault);
  }
}

function textOf(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString();
}
