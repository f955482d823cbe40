import stringWidth from 'string-width';

/**
 * Text of a span as one line that is safe to print: names are hostile, and control characters would move the
 * cursor, set colours or reverse the line.
 */
export function plainText(text: string): string {
  return text.replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, (character) =>
    character === '\u200d' ? character : '�',
  );
}

/** Columns that the text takes in a terminal. */
export function widthOf(text: string): number {
  return stringWidth(text);
}

/** At most `width` columns, the cut marked by an ellipsis. */
export function fitted(text: string, width: number): string {
  if (widthOf(text) <= width) return text;
  if (width <= 0) return '';
  let kept = '';
  let columns = 1;
  for (const { segment } of new Intl.Segmenter().segment(text)) {
    columns += widthOf(segment);
    if (columns > width) break;
    kept += segment;
  }
  return `${kept}…`;
}

/** Filled up with spaces to exactly `width` columns, or cut. */
export function padded(text: string, width: number, align: 'left' | 'right' = 'left'): string {
  const cut = fitted(text, width);
  const filling = ' '.repeat(Math.max(0, width - widthOf(cut)));
  return align === 'left' ? cut + filling : filling + cut;
}
