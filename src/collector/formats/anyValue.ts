import type { JsonMessage, JsonValue } from '../otlp/wireToJson.ts';

/** Attributes by key, in their order; the last of a key counts. Values are `AnyValue` in OTLP JSON. */
export type AttributeMap = Map<string, JsonMessage>;

export function keyValues(attributes: AttributeMap): JsonMessage[] {
  return [...attributes].map(([key, value]) => ({ key, value }));
}

export function stringValue(text: string): JsonMessage {
  return { stringValue: text };
}

export function intValue(value: number | bigint | string): JsonMessage {
  return { intValue: String(value) };
}

/** JSON has no NaN and no infinity: they are names. */
export function doubleValue(value: number): JsonMessage {
  return { doubleValue: Number.isFinite(value) ? value : String(value) };
}

/** The attributes of a message in OTLP JSON. */
export function attributesOf(message: JsonMessage | undefined): AttributeMap {
  const map: AttributeMap = new Map();
  for (const { key, value } of messagesOf(message?.['attributes'])) {
    if (typeof key === 'string') map.set(key, isMessage(value) ? value : {});
  }
  return map;
}

/** The messages of a repeated field. */
export function messagesOf(value: JsonValue | undefined): JsonMessage[] {
  return Array.isArray(value) ? value.filter(isMessage) : [];
}

export function isMessage(value: unknown): value is JsonMessage {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** A field that is text; empty where it is missing. */
export function textOf(value: unknown): string {
  return typeof value === 'string' ? value : '';
}

export function textAttribute(attributes: AttributeMap, key: string): string {
  return textOf(attributes.get(key)?.['stringValue']);
}

/** Takes an attribute out and answers its text. */
export function takeText(attributes: AttributeMap, key: string): string | undefined {
  const value = attributes.get(key)?.['stringValue'];
  if (typeof value !== 'string') return undefined;
  attributes.delete(key);
  return value;
}

/** Takes an attribute out and answers its number, also from text. */
export function takeCount(attributes: AttributeMap, key: string): number {
  const value = attributes.get(key);
  const count = Number(value?.['intValue'] ?? value?.['stringValue'] ?? NaN);
  if (!Number.isInteger(count) || count < 0 || count >= 2 ** 32) return 0;
  attributes.delete(key);
  return count;
}

/** An attribute value as plain text: what formats hold whose values are texts. Nothing is the empty text. */
export function plainText(value: JsonMessage): string {
  const plain = plainValue(value, 0) ?? '';
  return typeof plain === 'string' ? plain : JSON.stringify(plain);
}

/**
 * A value as JSON has it: bytes as base64, integers beyond 2^53 and what is no number as text, nothing as `null`.
 */
export function plainValue(value: JsonMessage, depth: number): unknown {
  if (depth > 32) return null;
  const { stringValue, boolValue, intValue, doubleValue, bytesValue, arrayValue, kvlistValue } = value;
  if (intValue !== undefined) return Number.isSafeInteger(Number(intValue)) ? Number(intValue) : intValue;
  if (isMessage(arrayValue))
    return messagesOf(arrayValue['values']).map((item) => plainValue(item, depth + 1));
  if (isMessage(kvlistValue)) {
    const members = messagesOf(kvlistValue['values']);
    return Object.fromEntries(
      members.map((member) => [
        textOf(member['key']),
        isMessage(member['value']) ? plainValue(member['value'], depth + 1) : null,
      ]),
    );
  }
  return stringValue ?? boolValue ?? doubleValue ?? bytesValue ?? null;
}

/** The reverse, as far as JSON tells: whole numbers are integers. */
export function anyValueOf(value: unknown, depth = 0): JsonMessage {
  if (typeof value === 'string') return stringValue(value);
  if (typeof value === 'boolean') return { boolValue: value };
  if (typeof value === 'number') return Number.isSafeInteger(value) ? intValue(value) : doubleValue(value);
  if (typeof value !== 'object' || value === null || depth > 30) return {};
  if (Array.isArray(value))
    return { arrayValue: { values: value.map((item) => anyValueOf(item, depth + 1)) } };
  const values = Object.entries(value).map(([key, item]) => ({ key, value: anyValueOf(item, depth + 1) }));
  return { kvlistValue: { values } };
}
