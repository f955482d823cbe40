import { anyValueSchema, keyValueSchema, resourceSchema, scopeSchema } from './commonSchema.ts';
import { MessageSchema } from './messageSchema.ts';

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
  { number: 6, name: 'attributes', type: () => keyValueSchema, repeated: true },
  { number: 7, name: 'droppedAttributesCount', type: 'uint32' },
  { number: 8, name: 'flags', type: 'fixed32' },
  { number: 9, name: 'traceId', type: 'id', idLength: 16 },
  { number: 10, name: 'spanId', type: 'id', idLength: 8 },
  { number: 11, name: 'observedTimeUnixNano', type: 'fixed64' },
  { number: 12, name: 'eventName', type: 'string' },
]);
export const scopeLogsSchema = new MessageSchema([
  { number: 1, name: 'scope', type: () => scopeSchema },
  { number: 2, name: 'logRecords', type: () => logRecordSchema, repeated: true, isRecord: true },
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
