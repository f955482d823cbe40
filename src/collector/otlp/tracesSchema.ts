import { keyValueSchema, resourceSchema, scopeSchema } from './commonSchema.ts';
import { MessageSchema } from './messageSchema.ts';

const event = new MessageSchema([
  { number: 1, name: 'timeUnixNano', type: 'fixed64' },
  { number: 2, name: 'name', type: 'string' },
  { number: 3, name: 'attributes', type: () => keyValueSchema, repeated: true },
  { number: 4, name: 'droppedAttributesCount', type: 'uint32' },
]);
const link = new MessageSchema([
  { number: 1, name: 'traceId', type: 'id', idLength: 16 },
  { number: 2, name: 'spanId', type: 'id', idLength: 8 },
  { number: 3, name: 'traceState', type: 'string' },
  { number: 4, name: 'attributes', type: () => keyValueSchema, repeated: true },
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
  { number: 9, name: 'attributes', type: () => keyValueSchema, repeated: true },
  { number: 10, name: 'droppedAttributesCount', type: 'uint32' },
  { number: 11, name: 'events', type: () => event, repeated: true },
  { number: 12, name: 'droppedEventsCount', type: 'uint32' },
  { number: 13, name: 'links', type: () => link, repeated: true },
  { number: 14, name: 'droppedLinksCount', type: 'uint32' },
  { number: 15, name: 'status', type: () => status },
  { number: 16, name: 'flags', type: 'fixed32' },
]);

export const scopeSpansSchema = new MessageSchema([
  { number: 1, name: 'scope', type: () => scopeSchema },
  { number: 2, name: 'spans', type: () => spanSchema, repeated: true, isRecord: true },
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
