/** One replaced stretch of a text, as editors tell it. Lines are 1-based, characters 0-based. */
export interface TextChange {
  readonly startLine: number;
  readonly startCharacter: number;
  readonly endLine: number;
  readonly endCharacter: number;
  /** What stands there now. */
  readonly text: string;
}

/** Where a line is after changes. */
export interface ShiftedLine {
  readonly line: number;
  /** The line as it was is gone: what stands there now is something else. */
  readonly stale: boolean;
}

/**
 * Follows a line through changes that were made one after the other, or, as editors tell several at once,
 * from the bottom to the top. Typing within a line keeps it; replacing all of it makes it stale.
 */
export function shiftLine(from: ShiftedLine, changes: readonly TextChange[]): ShiftedLine {
  return changes.reduce(shiftOnce, from);
}

function shiftOnce(from: ShiftedLine, change: TextChange): ShiftedLine {
  const { line } = from;
  const inserted = lineBreaks(change.text);
  if (line < change.startLine) return from;
  if (line > change.endLine) return { ...from, line: line + inserted - (change.endLine - change.startLine) };
  const typed = change.startLine === change.endLine && inserted === 0;
  const keepsItsStart = line === change.startLine && change.startCharacter > 0;
  if (typed || keepsItsStart) return from;
  // The whole line stands behind the change: it moves to where the change ends now.
  if (line === change.endLine && change.endCharacter === 0) {
    return { ...from, line: change.startLine + inserted };
  }
  return { line: Math.min(line, change.startLine + inserted), stale: true };
}

function lineBreaks(text: string): number {
  let count = 0;
  for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) count++;
  return count;
}
