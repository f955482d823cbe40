import type { FileText } from './fileText.ts';

/** What stood on a line, and on those around it where that is known. */
export interface LineContext {
  readonly line: string;
  readonly before?: string | undefined;
  readonly after?: string | undefined;
}

/** Where a line of an older text is in the text as it is now. */
export type FollowedLine =
  /** 1-based. */
  { readonly type: 'same' | 'moved'; readonly line: number } | { readonly type: 'gone' };

/** A line with less is in every file: `}`, `});`, `else {`. */
const fewestLetters = 4;

/** Of a line that was typed in, this much stayed. */
const fewestInCommon = 0.5;

/**
 * Follows a line from one text to another by what stands there, blanks aside: the same line, else the one that reads
 * the same, of several the one with the same lines around it, then the nearest. A line that was only typed in stays;
 * what reads like every other line is not looked for.
 */
export function followLine(was: LineContext, line: number, text: FileText): FollowedLine {
  const wanted = plainLine(was.line);
  const now = plainLine(text.line(line) ?? '');
  if (now === wanted && text.line(line) !== undefined) return { type: 'same', line };
  const found = lettersIn(wanted) < fewestLetters ? undefined : nearestLike(was, line, text.lines());
  if (found !== undefined) return { type: 'moved', line: found };
  return inCommon(wanted, now) >= fewestInCommon ? { type: 'same', line } : { type: 'gone' };
}

function nearestLike(was: LineContext, line: number, lines: readonly string[]): number | undefined {
  const wanted = plainLine(was.line);
  let best: { readonly line: number; readonly rank: number } | undefined;
  for (const [index, text] of lines.entries()) {
    if (plainLine(text) !== wanted) continue;
    const around = sameText(was.before, lines[index - 1]) + sameText(was.after, lines[index + 1]);
    // The lines around decide, and among equals the distance.
    const rank = around - Math.abs(index + 1 - line) / (lines.length + line);
    if (best === undefined || rank > best.rank) best = { line: index + 1, rank };
  }
  return best?.line;
}

function sameText(a: string | undefined, b: string | undefined): number {
  return a !== undefined && b !== undefined && plainLine(a) === plainLine(b) ? 1 : 0;
}

/** The share of the words of both lines that they have in common. */
function inCommon(a: string, b: string): number {
  const words = (text: string): Set<string> => new Set(text.match(/[\p{L}\d_$]+/gu));
  const [some, others] = [words(a), words(b)];
  const both = [...some].filter((word) => others.has(word)).length;
  return both === 0 ? 0 : both / Math.max(some.size, others.size);
}

function lettersIn(text: string): number {
  return text.match(/[\p{L}\d]/gu)?.length ?? 0;
}

function plainLine(text: string): string {
  return text.trim().replace(/\s+/g, ' ');
}
