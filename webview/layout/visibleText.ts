/** Written so that the pattern itself stays readable: C0 but for tab and line feed, C1, marks of direction, no width. */
const hidden = new RegExp(
  `[${[
    '\\0-\\x08\\x0b-\\x1f\\x7f-\\x9f',
    '\\u061c\\u200e\\u200f\\u202a-\\u202e\\u2066-\\u2069',
    '\\u200b\\u2060\\ufeff',
  ].join('')}]`,
  'g',
);

/**
 * A text from a span with what cannot be seen made visible: control characters, and marks that would turn around
 * the text beside them (Unicode Technical Report 36, "Bidirectional text spoofing"). Copying never takes this.
 */
export function visibleText(text: string): string {
  return text.replaceAll('\r\n', '\n').replace(hidden, nameOf);
}

function nameOf(character: string): string {
  const code = character.charCodeAt(0).toString(16);
  return code.length > 2 ? `\\u${code.padStart(4, '0')}` : `\\x${code.padStart(2, '0')}`;
}
