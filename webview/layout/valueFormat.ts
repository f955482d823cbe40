import type { AttributeValue } from '../../src/shared/spanDetail.ts';

/** What a value is written in, where it can be shown better than it was sent. */
export type ValueFormat = 'sql' | 'json' | 'url';

/** Keys of statements, of the conventions as they are and as they were. */
const statementKeys = /^(?:db\.(?:query\.text|statement|query\.summary)|sql\.query|.*\.sql)$/;
/** How a statement begins that the formatter knows what to do with; other query languages stay as they are. */
const statement =
  /^(?:\s|--[^\n]*\n|\/\*[\s\S]*?\*\/|\()*(?:select|insert|update|delete|with|create|alter|drop|merge|replace|truncate|call|explain|values|begin|declare|grant|set|exec(?:ute)?)\b/i;

/** Told by the key and by how the value begins, so that thousands of values cost nothing. */
export function valueFormat(key: string, value: AttributeValue): ValueFormat | undefined {
  if (value.type !== 'string') return undefined;
  const text = value.value;
  if (isWebAddress(text) || /^(?:url\.(?:full|path|query)|http\.(?:url|target))$/.test(key)) return 'url';
  if (statementKeys.test(key) && statement.test(text.slice(0, 1000))) return 'sql';
  return /^\s*[[{]/.test(text) && /[\]}]\s*$/.test(text.slice(-100)) ? 'json' : undefined;
}

export function isWebAddress(text: string): boolean {
  return /^https?:\/\/\S+$/i.test(text);
}
