import type { Paint, Style } from './colour.ts';
import { padded, plainText, widthOf } from './plainText.ts';

export interface Column {
  readonly title: string;
  readonly align?: 'left' | 'right';
  /** Gives way where the terminal is too narrow; at most one column should. */
  readonly shrinks?: boolean;
  readonly style?: Style;
}

const gap = '  ';
const narrowest = 12;

/**
 * Rows under their titles, as wide as their contents and at most as wide as the terminal. Cells are untrusted
 * text. Each line ends with a newline.
 */
export function table(
  columns: readonly Column[],
  rows: readonly (readonly string[])[],
  paint: Paint,
  width: number | undefined,
): string {
  const cells = rows.map((row) => row.map(plainText));
  const widths = columnWidths(columns, cells, width);
  const title = columns.map(({ title, align }, i) => padded(title, widths[i] ?? 0, align));
  const lines = cells.map((row) =>
    columns.map(({ align, style }, i) => {
      const text = padded(row[i] ?? '', widths[i] ?? 0, align);
      return style === undefined ? text : paint(style, text);
    }),
  );
  const head = paint('bold', title.join(gap).trimEnd());
  return [head, ...lines.map((line) => line.join(gap).trimEnd()), ''].join('\n');
}

function columnWidths(
  columns: readonly Column[],
  cells: readonly (readonly string[])[],
  width: number | undefined,
): number[] {
  const widths = columns.map(({ title }, i) =>
    cells.reduce((widest, row) => Math.max(widest, widthOf(row[i] ?? '')), title.length),
  );
  const shrinking = columns.findIndex(({ shrinks }) => shrinks === true);
  if (width === undefined || shrinking < 0) return widths;
  const total = widths.reduce((sum, column) => sum + column + gap.length, -gap.length);
  const wanted = widths[shrinking] ?? 0;
  if (total > width) widths[shrinking] = Math.max(narrowest, wanted - (total - width));
  return widths;
}
