/** Where a line of an older text is in the text as it is now. */
export type FollowedLine =
  /** 1-based. */
  { readonly type: 'same' | 'moved'; readonly line: number } | { readonly type: 'gone' };

/** A line with less is in every file: `}`, `});`, `else {`. */
const fewestLetters = 4;

/**
 * Follows a line from one text to another by what stands there, blanks aside: the same line, else the nearest of
 * those that read the same, as seen from where it was. What reads like every other line is not looked for.
 */
export function followLine(was: string, line: number, lines: readonly string[]): FollowedLine {
  const wanted = plainLine(was);
  if (plainLine(lines[line - 1] ?? '') === wanted && line <= lines.length) return { type: 'same', line };
  if ((wanted.match(/[\p{L}\d]/gu)?.length ?? 0) < fewestLetters) return { type: 'gone' };
  for (let distance = 1; distance < lines.length + line; distance++) {
    for (const one of [line - distance, line + distance]) {
      const text = lines[one - 1];
      if (text !== undefined && plainLine(text) === wanted) return { type: 'moved', line: one };
    }
  }
  return { type: 'gone' };
}

function plainLine(text: string): string {
  return text.trim().replace(/\s+/g, ' ');
}
