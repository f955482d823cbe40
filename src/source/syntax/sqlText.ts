import type { TextPattern } from './fileFacts.ts';

const blanksAndComments = String.raw`(?:\s|--[^\n]*(?:\n|$)|/\*[\s\S]{0,2000}?\*/|\()*`;

/** What follows the verb tells a statement from a sentence: "Select an item", "Delete user", "Update failed". */
const statement = new RegExp(
  `^${blanksAndComments}(?:` +
    [
      String.raw`select\b[\s\S]*\bfrom\b`,
      String.raw`select\s+[\w"\`.]+\s*\(`,
      String.raw`select\s+(?:\d+|\?|\$\d|'[^']*')\s*(?:;|,|as\b|$)`,
      String.raw`insert\s+(?:or\s+\w+\s+|ignore\s+|overwrite\s+)?into\b`,
      String.raw`update\b[\s\S]*\bset\b`,
      String.raw`delete\s+from\b`,
      String.raw`replace\s+into\b`,
      String.raw`merge\s+into\b`,
      String.raw`with\s+(?:recursive\s+)?[\w"\`]+\s*(?:\([^)]*\)\s*)?as\s+(?:not\s+materialized\s+|materialized\s+)?\(`,
      String.raw`(?:create|alter|drop)\s+(?:or\s+replace\s+|unique\s+|temp(?:orary)?\s+|materialized\s+)*(?:table|index|view|schema|database|function|procedure|trigger|sequence|type|extension|role|user)\b`,
      String.raw`truncate\s+(?:table\s+)?[\w"\`.]+\s*;?\s*$`,
      String.raw`call\s+[\w"\`.]+\s*\(`,
      String.raw`exec(?:ute)?\s+\w+\s+@`,
      String.raw`(?:start\s+transaction|begin\s+transaction|pragma\s+\w+|lock\s+tables?\s+\w+|explain\s+(?:analyze|select|update|delete|insert))\b`,
    ].join('|') +
    ')',
  'i',
);

/** Whether a text is a statement of SQL, by its first words; what is put in stands as a word. */
export function isSqlStatement(pattern: TextPattern): boolean {
  const first = pattern[0] ?? '';
  if (!/^[\s(/-]*[a-z]/i.test(first)) return false;
  return statement.test(pattern.join(' x '));
}

/** What a file with a statement of SQL in it contains: a quote or the head of a text over several lines, blanks at most, and a verb. */
export const sqlMarkers =
  /(?:["'`(]|<<[<~-]{0,2}["'`]?\w+["'`]?[^\n]{0,80}\n)\s*(?:SELECT|INSERT\s+INTO|UPDATE|DELETE\s+FROM|MERGE\s+INTO|WITH|CALL|CREATE|select|insert\s+into|update|delete\s+from|merge\s+into|with|call|create)\s/;
