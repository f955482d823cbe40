export type ScalarType =
  | 'string'
  | 'bool'
  | 'int64'
  | 'uint32'
  | 'uint64'
  | 'sint32'
  | 'fixed32'
  | 'fixed64'
  | 'sfixed64'
  | 'double'
  | 'bytes'
  | 'id';

/**
 * OTLP's messages as data: what the transcoders and the checks of the wire know of them. Field names and numbers are
 * those of opentelemetry-proto (https://github.com/open-telemetry/opentelemetry-proto, Apache-2.0).
 */
export interface FieldSchema {
  readonly number: number;
  /** Name in OTLP JSON: lowerCamelCase. */
  readonly name: string;
  readonly type: ScalarType | EnumSchema | (() => MessageSchema);
  readonly repeated?: true;
  /** One of the oneof: written even where it has the default value. */
  readonly explicit?: true;
  /** A span, a log record, a data point: one that is wrong inside is refused by itself. */
  readonly isRecord?: true;
  /** The id of something else, in bytes: one of another length is left out, and the rest is kept. */
  readonly idLength?: 8 | 16;
}

export interface EnumSchema {
  readonly enumPrefix: string;
  readonly names: readonly string[];
}

export class MessageSchema {
  readonly byName: ReadonlyMap<string, FieldSchema>;
  readonly byNumber: ReadonlyMap<number, FieldSchema>;

  constructor(fields: readonly FieldSchema[]) {
    this.byName = new Map(
      fields.flatMap((field) => [[field.name, field] as const, [snakeCase(field.name), field] as const]),
    );
    this.byNumber = new Map(fields.map((field) => [field.number, field]));
  }

  /** The same message without one of its fields. */
  without(name: string): MessageSchema {
    return new MessageSchema([...this.byNumber.values()].filter((field) => field.name !== name));
  }
}

function snakeCase(name: string): string {
  return name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}
