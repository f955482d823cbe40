/** How rows are indented: `step` pixels a level, levels below `base` are not indented at all. */
export interface Indent {
  readonly step: number;
  readonly base: number;
}

/** Share of the column that indentation may take. */
const indentShare = 0.3;
const widest = 19;
const narrowest = 5;
/** The base moves in steps of this many levels, so that rows do not shake while scrolling. */
const baseGrid = 8;

/**
 * An indentation that leaves most of the column to names and lines: narrower steps for deep traces, and for a chain
 * of thousands only the levels in view, from a base that is said at the edge.
 */
export function indentFor(deepest: number, shallowestInView: number, column: number): Indent {
  const room = column * indentShare;
  const step = Math.max(narrowest, Math.min(widest, Math.floor(room / Math.max(deepest, 1))));
  if (deepest * step <= room) return { step, base: 0 };
  return { step, base: Math.max(0, Math.floor((shallowestInView - 1) / baseGrid) * baseGrid) };
}

/** Pixels in front of a row's chevron. */
export function indentOf(depth: number, { step, base }: Indent): number {
  return Math.max(0, depth - base) * step;
}
