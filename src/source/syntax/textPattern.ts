import type { TextPattern } from './fileFacts.ts';

/** A text of which nothing is known. */
export const unknownText: TextPattern = ['', ''];

/** Whether the whole text is known. */
export function isLiteral(pattern: TextPattern): boolean {
  return pattern.length === 1;
}

/** Whether nothing of the text is known. */
export function isUnknown(pattern: TextPattern): boolean {
  return pattern.length > 1 && pattern.every((piece) => piece === '');
}

/**
 * From the pieces of a text in their order; `undefined` is one that is computed. Neighbours are joined:
 * `patternOf(['chat.', undefined, undefined])` is `['chat.', '']`.
 */
export function patternOf(pieces: readonly (string | undefined)[]): TextPattern {
  return joined(pieces.map((piece) => (piece === undefined ? unknownText : [piece])));
}

/** One text after the other: `'a' + b + 'c'`. */
export function joined(patterns: readonly TextPattern[]): TextPattern {
  const pieces: string[] = [''];
  for (const pattern of patterns) {
    const [first = '', ...rest] = pattern;
    pieces[pieces.length - 1] += first;
    pieces.push(...rest);
  }
  // Two unknowns side by side are one.
  return pieces.filter((piece, index) => piece !== '' || index === 0 || index === pieces.length - 1);
}

const escapes = /\\(?:u\{([0-9a-f]{1,6})\}|u([0-9a-f]{4})|x([0-9a-f]{2})|(\r\n|[\s\S]))/gi;
const controls: Readonly<Record<string, string>> = {
  n: '\n',
  t: '\t',
  r: '\r',
  b: '\b',
  f: '\f',
  v: '\v',
  0: '\0',
};

/** What stands between the quotes, with the escapes that nearly all languages have in common. */
export function unescaped(text: string): string {
  if (!text.includes('\\')) return text;
  return text.replace(escapes, (_all, braced, four, two, other: string | undefined) => {
    const code = braced ?? four ?? two;
    if (code !== undefined) return characterOf(Number.parseInt(code, 16));
    // A backslash at the end of a line continues the text on the next one.
    if (other === '\n' || other === '\r\n') return '';
    return controls[other ?? ''] ?? other ?? '';
  });
}

function characterOf(code: number): string {
  return code <= 0x10ffff ? String.fromCodePoint(code) : '';
}

/**
 * A format string: what `%s`, `%-5d`, `%(name)s`, `{}`, `{0:x}` or `{name}` put in is unknown. `%%`, `{{` and `}}` are the characters.
 */
export function patternOfFormat(format: string, style: 'percent' | 'braces'): TextPattern {
  const placeholder =
    style === 'percent'
      ? /%(?:(%)|(?:\(\w+\)|\d+\$)?[-+# 0]*[\d*]*(?:\.[\d*]+)?[a-zA-Z])/g
      : /(\{\{)|(\}\})|\{[^{}]*\}/g;
  const pieces: (string | undefined)[] = [];
  let end = 0;
  for (const match of format.matchAll(placeholder)) {
    pieces.push(format.slice(end, match.index));
    const isEscape = match[1] !== undefined || match[2] !== undefined;
    pieces.push(isEscape ? match[0].charAt(0) : undefined);
    end = match.index + match[0].length;
  }
  return patternOf([...pieces, format.slice(end)]);
}
