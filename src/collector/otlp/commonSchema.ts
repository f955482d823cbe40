import { MessageSchema } from './messageSchema.ts';

/** Packages `common.v1` and `resource.v1`. */
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
export const keyValueSchema = new MessageSchema([
  { number: 1, name: 'key', type: 'string' },
  { number: 2, name: 'value', type: () => anyValueSchema },
]);
const keyValueList = new MessageSchema([
  { number: 1, name: 'values', type: () => keyValueSchema, repeated: true },
]);

export const resourceSchema = new MessageSchema([
  { number: 1, name: 'attributes', type: () => keyValueSchema, repeated: true },
  { number: 2, name: 'droppedAttributesCount', type: 'uint32' },
  { number: 3, name: 'entityRefs', type: () => entityRef, repeated: true },
]);
const entityRef = new MessageSchema([
  { number: 1, name: 'schemaUrl', type: 'string' },
  { number: 2, name: 'type', type: 'string' },
  { number: 3, name: 'idKeys', type: 'string', repeated: true },
  { number: 4, name: 'descriptionKeys', type: 'string', repeated: true },
]);

export const scopeSchema = new MessageSchema([
  { number: 1, name: 'name', type: 'string' },
  { number: 2, name: 'version', type: 'string' },
  { number: 3, name: 'attributes', type: () => keyValueSchema, repeated: true },
  { number: 4, name: 'droppedAttributesCount', type: 'uint32' },
]);
