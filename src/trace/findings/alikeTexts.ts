/** Behind so many characters a text says nothing new of what is done. */
const longestLooked = 200;
/** The ends of long statements are cut, where they would differ by the length of the values before. */
const longestCompared = 80;

const mayHoldValues = /[\d']/;
/** Quoted texts, UUIDs, hexadecimal ids with a digit in them, and numbers. */
const values =
  /'(?:[^']|'')*'|\b[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}\b|\b(?=[a-f]*\d)[\da-f]{8,}\b|\b\d+(?:\.\d+)?\b/gi;
const lists = /\*(?:\s*,\s*\*)+/g;
const origin = /^[a-z][a-z\d+.-]*:\/\/[^/?#]*/i;

/** What a text says but for its values, for each of which there is a `*`: `GET /users/*`. */
export function withoutValues(text: string): string {
  if (!mayHoldValues.test(text)) return text;
  return text.slice(0, longestLooked).replace(values, '*').replace(lists, '*');
}

/**
 * What the note of a call says of the operation: a statement without its values; of an address where it leads and how
 * many parts its path has, since any of them may be an id.
 */
export function callPattern(note: string): string {
  const where = origin.exec(note)?.[0] ?? '';
  if (where === '' && !note.startsWith('/')) return withoutValues(note).slice(0, longestCompared);
  const [path = ''] = note.slice(where.length).split(/[?#]/, 1);
  return `${where}${path.replace(/[^/]+/g, '*')}`;
}

/** Tells for the index of a text the first index asked for whose text differs in values only; looks at each once. */
export function alikeTexts(strings: readonly string[]): (index: number) => number {
  const known = new Int32Array(strings.length).fill(-1);
  const byPattern = new Map<string, number>();
  return (index) => {
    if (known[index] === -1) {
      const pattern = withoutValues(strings[index] as string);
      const first = byPattern.get(pattern) ?? index;
      byPattern.set(pattern, first);
      known[index] = first;
    }
    return known[index] as number;
  };
}
