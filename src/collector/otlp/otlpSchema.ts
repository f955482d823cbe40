/**
 * OTLP's trace messages as data: what the JSON transcoder knows of them. Field names and numbers are those of
 * opentelemetry-proto (https://github.com/open-telemetry/opentelemetry-proto, Apache-2.0), packages
 * `trace.v1`, `resource.v1` and `common.v1`.
 */
export type ScalarType =
  | 'string'
  | 'bool'
  | 'int64'
  | 'uint32'
  | 'fixed32'
  | 'fixed64'
  | 'double'
  | 'bytes'
  | 'id';

export interface FieldSchema {
  readonly number: number;
  /** Name in OTLP JSON: lowerCamelCase. */
  readonly name: string;
  readonly type: ScalarType | EnumSchema | (() => MessageSchema);
  readonly repeated?: true;
  /** One of the oneof: written even where it has the default value. */
  readonly explicit?: true;
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

export const anyValueSchema: MessageSchema = new MessageSchema([
  { number: 1, name: 'stringValue', type: 'string', explicit: true },
  { number: 2, name: 'boolValue', type: 'bool', explicit: true },
  { number: 3, name: 'intValue', type: 'int64', explicit: true },
  { number: 4, name: 'doubleValue', type: 'double', explicit: true },
  { number: 5, name: 'arrayValue', type: () => arrayValue, explicit: true },
  { number: 6, name: 'kvlistValue', type: () => keyValueList, explicit: true },
  { number: 7, name: 'bytesValue', type: 'bytes', explicit: true },
]);
const arrayValue = new MessageSchema([
  { number: 1, name: 'values', type: () => anyValueSchema, repeated: true },
]);
const keyValue = new MessageSchema([
  { number: 1, name: 'key', type: 'string' },
  { number: 2, name: 'value', type: () => anyValueSchema },
]);
const keyValueList = new MessageSchema([{ number: 1, name: 'values', type: () => keyValue, repeated: true }]);

export const resourceSchema = new MessageSchema([
  { number: 1, name: 'attributes', type: () => keyValue, repeated: true },
  { number: 2, name: 'droppedAttributesCount', type: 'uint32' },
]);
const scope = new MessageSchema([
  { number: 1, name: 'name', type: 'string' },
  { number: 2, name: 'version', type: 'string' },
  { number: 3, name: 'attributes', type: () => keyValue, repeated: true },
  { number: 4, name: 'droppedAttributesCount', type: 'uint32' },
]);

const event = new MessageSchema([
  { number: 1, name: 'timeUnixNano', type: 'fixed64' },
  { number: 2, name: 'name', type: 'string' },
  { number: 3, name: 'attributes', type: () => keyValue, repeated: true },
  { number: 4, name: 'droppedAttributesCount', type: 'uint32' },
]);
const link = new MessageSchema([
  { number: 1, name: 'traceId', type: 'id' },
  { number: 2, name: 'spanId', type: 'id' },
  { number: 3, name: 'traceState', type: 'string' },
  { number: 4, name: 'attributes', type: () => keyValue, repeated: true },
  { number: 5, name: 'droppedAttributesCount', type: 'uint32' },
  { number: 6, name: 'flags', type: 'fixed32' },
]);
const status = new MessageSchema([
  { number: 2, name: 'message', type: 'string' },
  { number: 3, name: 'code', type: { enumPrefix: 'STATUS_CODE_', names: ['UNSET', 'OK', 'ERROR'] } },
]);

const kindNames = ['UNSPECIFIED', 'INTERNAL', 'SERVER', 'CLIENT', 'PRODUCER', 'CONSUMER'];

export const spanSchema = new MessageSchema([
  { number: 1, name: 'traceId', type: 'id' },
  { number: 2, name: 'spanId', type: 'id' },
  { number: 3, name: 'traceState', type: 'string' },
  { number: 4, name: 'parentSpanId', type: 'id' },
  { number: 5, name: 'name', type: 'string' },
  { number: 6, name: 'kind', type: { enumPrefix: 'SPAN_KIND_', names: kindNames } },
  { number: 7, name: 'startTimeUnixNano', type: 'fixed64' },
  { number: 8, name: 'endTimeUnixNano', type: 'fixed64' },
  { number: 9, name: 'attributes', type: () => keyValue, repeated: true },
  { number: 10, name: 'droppedAttributesCount', type: 'uint32' },
  { number: 11, name: 'events', type: () => event, repeated: true },
  { number: 12, name: 'droppedEventsCount', type: 'uint32' },
  { number: 13, name: 'links', type: () => link, repeated: true },
  { number: 14, name: 'droppedLinksCount', type: 'uint32' },
  { number: 15, name: 'status', type: () => status },
  { number: 16, name: 'flags', type: 'fixed32' },
]);

export const scopeSpansSchema = new MessageSchema([
  { number: 1, name: 'scope', type: () => scope },
  { number: 2, name: 'spans', type: () => spanSchema, repeated: true },
  { number: 3, name: 'schemaUrl', type: 'string' },
]);
export const resourceSpansSchema = new MessageSchema([
  { number: 1, name: 'resource', type: () => resourceSchema },
  { number: 2, name: 'scopeSpans', type: () => scopeSpansSchema, repeated: true },
  { number: 3, name: 'schemaUrl', type: 'string' },
]);

/** `ExportTraceServiceRequest`, which is `TracesData` on the wire. */
export const tracesSchema = new MessageSchema([
  { number: 1, name: 'resourceSpans', type: () => resourceSpansSchema, repeated: true },
]);

const severityNames = ['UNSPECIFIED'].concat(
  ['TRACE', 'DEBUG', 'INFO', 'WARN', 'ERROR', 'FATAL'].flatMap((name) => [
    name,
    `${name}2`,
    `${name}3`,
    `${name}4`,
  ]),
);

export const logRecordSchema = new MessageSchema([
  { number: 1, name: 'timeUnixNano', type: 'fixed64' },
  { number: 2, name: 'severityNumber', type: { enumPrefix: 'SEVERITY_NUMBER_', names: severityNames } },
  { number: 3, name: 'severityText', type: 'string' },
  { number: 5, name: 'body', type: () => anyValueSchema },
  { number: 6, name: 'attributes', type: () => keyValue, repeated: true },
  { number: 7, name: 'droppedAttributesCount', type: 'uint32' },
  { number: 8, name: 'flags', type: 'fixed32' },
  { number: 9, name: 'traceId', type: 'id' },
  { number: 10, name: 'spanId', type: 'id' },
  { number: 11, name: 'observedTimeUnixNano', type: 'fixed64' },
  { number: 12, name: 'eventName', type: 'string' },
]);
export const scopeLogsSchema = new MessageSchema([
  { number: 1, name: 'scope', type: () => scope },
  { number: 2, name: 'logRecords', type: () => logRecordSchema, repeated: true },
  { number: 3, name: 'schemaUrl', type: 'string' },
]);
export const resourceLogsSchema = new MessageSchema([
  { number: 1, name: 'resource', type: () => resourceSchema },
  { number: 2, name: 'scopeLogs', type: () => scopeLogsSchema, repeated: true },
  { number: 3, name: 'schemaUrl', type: 'string' },
]);

/** `ExportLogsServiceRequest`. */
export const logsSchema = new MessageSchema([
  { number: 1, name: 'resourceLogs', type: () => resourceLogsSchema, repeated: true },
]);

function snakeCase(name: string): string {
  return name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}
