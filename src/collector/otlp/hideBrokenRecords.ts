import { hideField } from './hideField.ts';
import type { FieldSchema, MessageSchema } from './messageSchema.ts';
import type { RefusedRecords } from './refusedRecords.ts';
import { MalformedError, maxMessageDepth, WireReader, wireType } from './wireReader.ts';

/**
 * Goes through a request in protobuf and hides in it, in place, the records that are broken inside, and ids of other things that are
 * none: receivers behind us would refuse all for one of them. Answers how many records are left. Throws `MalformedError` where the
 * bytes are no such request.
 */
export function hideBrokenRecords(schema: MessageSchema, bytes: Uint8Array, refused: RefusedRecords): number {
  const check = new RecordCheck(bytes, refused);
  check.message(schema, 0);
  return check.kept;
}

class RecordCheck {
  readonly #bytes: Uint8Array;
  readonly #refused: RefusedRecords;
  readonly #reader: WireReader;
  kept = 0;

  constructor(bytes: Uint8Array, refused: RefusedRecords) {
    this.#bytes = bytes;
    this.#refused = refused;
    this.#reader = new WireReader(bytes);
  }

  message(schema: MessageSchema, depth: number): void {
    const reader = this.#reader;
    if (depth > maxMessageDepth) throw new MalformedError('a value is nested too deeply');
    while (reader.pos < reader.limit) {
      const at = reader.pos;
      const tag = reader.tag();
      const field = (tag & 7) === wireType.bytes ? schema.byNumber.get(tag >>> 3) : undefined;
      if (field === undefined) reader.skip(tag);
      else this.#field(field, at, depth);
    }
  }

  #field(field: FieldSchema, at: number, depth: number): void {
    const reader = this.#reader;
    const end = reader.endOfBytes();
    const { type, idLength } = field;
    if (typeof type === 'function') {
      const outer = reader.limit;
      reader.limit = end;
      if (field.isRecord) this.#record(type(), at, depth);
      else this.message(type(), depth + 1);
      reader.limit = outer;
    } else if (idLength !== undefined && end > reader.pos && end - reader.pos !== idLength) {
      hideField(this.#bytes, at);
    }
    reader.pos = end;
  }

  #record(schema: MessageSchema, at: number, depth: number): void {
    const { limit } = this.#reader;
    try {
      this.message(schema, depth + 1);
      this.kept++;
    } catch (error) {
      if (!(error instanceof MalformedError)) throw error;
      this.#reader.limit = limit;
      hideField(this.#bytes, at);
      this.#refused.add(error.message);
    }
  }
}
