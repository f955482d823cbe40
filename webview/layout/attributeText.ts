import { isJsonNumber } from '../../src/shared/isJsonNumber.ts';
import type { Attribute, AttributeValue } from '../../src/shared/spanDetail.ts';

/** A value as it is shown and copied: texts as they are, lists and maps as JSON. */
export function attributeText(value: AttributeValue): string {
  switch (value.type) {
    case 'string':
    case 'int':
    case 'double':
    case 'bytes':
      return value.value;
    case 'bool':
      return String(value.value);
    case 'empty':
      return '';
    case 'array':
    case 'map':
      return JSON.stringify(attributeJson(value), undefined, isShort(value) ? undefined : 2);
  }
}

/** A value as JSON; integers that JSON numbers cannot hold stay texts. Nested at most 32 levels by the protocol. */
export function attributeJson(value: AttributeValue): unknown {
  switch (value.type) {
    case 'int':
    case 'double':
      return isJsonNumber(value.value) ? Number(value.value) : value.value;
    case 'array':
      return value.value.map(attributeJson);
    case 'map':
      return attributesJson(value.value);
    case 'empty':
      return null;
    default:
      return value.value;
  }
}

export function attributesJson(attributes: readonly Attribute[]): Record<string, unknown> {
  return Object.fromEntries(attributes.map(({ key, value }) => [key, attributeJson(value)]));
}

/** What a list may come to, about, that is read on one line. */
const lineCharacters = 100;

/** Whether a list or map reads well on one line. */
function isShort(value: AttributeValue & { readonly type: 'array' | 'map' }): boolean {
  if (value.type === 'map') return value.value.length === 0;
  let length = 0;
  for (const item of value.value) {
    if (item.type === 'array' || item.type === 'map') return false;
    length += item.type === 'empty' ? 4 : String(item.value).length + 3;
    if (length > lineCharacters) return false;
  }
  return true;
}
