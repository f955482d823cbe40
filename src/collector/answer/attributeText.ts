import { isJsonNumber } from '../../shared/isJsonNumber.ts';
import type { AttributeValue } from '../../shared/spanDetail.ts';

/** A value as text: arrays and maps as JSON, in which integers that JSON's numbers cannot hold are texts. */
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
    default:
      return jsonText(value);
  }
}

/** Recurses as deep as values nest, which the reader has bounded. */
function jsonText(value: AttributeValue): string {
  switch (value.type) {
    case 'int':
    case 'double':
      return isJsonNumber(value.value) ? value.value : JSON.stringify(value.value);
    case 'array':
      return `[${value.value.map(jsonText).join(',')}]`;
    case 'map':
      return `{${entriesOf(value).join(',')}}`;
    case 'empty':
      return 'null';
    default:
      return JSON.stringify(value.value);
  }
}

/** Of a key that comes twice the first one counts. */
function entriesOf({ value }: AttributeValue & { readonly type: 'map' }): string[] {
  const seen = new Set<string>();
  return value.flatMap(({ key, value: entry }) => {
    if (seen.has(key)) return [];
    seen.add(key);
    return [`${JSON.stringify(key)}:${jsonText(entry)}`];
  });
}
