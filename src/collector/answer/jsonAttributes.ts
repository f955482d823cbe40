import type { Attribute, AttributeValue } from '../../shared/spanDetail.ts';
import type { JsonMessage, JsonValue } from '../otlp/wireToJson.ts';

/** The attributes of a message in OTLP JSON. */
export function attributesIn(message: JsonMessage): Attribute[] {
  return messagesIn(message, 'attributes').map(attributeOf);
}

function attributeOf(keyValue: JsonMessage): Attribute {
  return { key: textIn(keyValue, 'key'), value: attributeValueOf(messageIn(keyValue, 'value')) };
}

/** An `AnyValue` message. Recurses as deep as values nest, which the reader has bounded. */
export function attributeValueOf(value: JsonMessage): AttributeValue {
  const [type] = Object.keys(value);
  switch (type) {
    case 'stringValue':
      return { type: 'string', value: textIn(value, type) };
    case 'boolValue':
      return { type: 'bool', value: value[type] === true };
    case 'intValue':
      return { type: 'int', value: textIn(value, type) };
    case 'doubleValue':
      return { type: 'double', value: String(value[type]) };
    case 'bytesValue':
      return { type: 'bytes', value: textIn(value, type) };
    case 'arrayValue':
      return { type: 'array', value: messagesIn(messageIn(value, type), 'values').map(attributeValueOf) };
    case 'kvlistValue':
      return { type: 'map', value: messagesIn(messageIn(value, type), 'values').map(attributeOf) };
    default:
      return { type: 'empty' };
  }
}

export function textIn(message: JsonMessage, name: string): string {
  const value = message[name];
  return typeof value === 'string' ? value : '';
}

export function messageIn(message: JsonMessage, name: string): JsonMessage {
  const value = message[name];
  return isMessage(value) ? value : {};
}

export function messagesIn(message: JsonMessage, name: string): JsonMessage[] {
  const value = message[name];
  return Array.isArray(value) ? value.filter(isMessage) : [];
}

function isMessage(value: JsonValue | undefined): value is JsonMessage {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
