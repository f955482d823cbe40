import type { TextPattern } from './syntax/fileFacts.ts';

/** How many characters of a text are known. */
export function knownLength(pattern: TextPattern): number {
  return pattern.reduce((sum, piece) => sum + piece.length, 0);
}

/**
 * Whether a whole text can be the pattern's: its pieces in their order, with at least one character for each
 * thing unknown. Linear: each piece is taken where it first fits, and the last one at the end.
 */
export function matchesPattern(pattern: TextPattern, text: string): boolean {
  const [first = ''] = pattern;
  if (pattern.length === 1) return text === first;
  const last = pattern.at(-1) ?? '';
  if (!text.startsWith(first) || !text.endsWith(last)) return false;
  let at = first.length;
  for (const piece of pattern.slice(1, -1)) {
    const found = text.indexOf(piece, at + 1);
    if (found < 0) return false;
    at = found + piece.length;
  }
  return at < text.length - last.length;
}
