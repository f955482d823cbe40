const blocks = ['▁', '▂', '▃', '▄', '▅', '▆', '▇', '█'];

/**
 * Counts as a row of block characters, at most `width` wide: neighbours are added together. An empty bucket is
 * a blank base line, and a bucket with anything in it is never drawn as empty.
 */
export function histogramText(counts: readonly number[], width: number): string {
  const columns = squeeze(counts, width);
  const most = Math.max(0, ...columns);
  if (most === 0) return '';
  return columns
    .map((count) => (count === 0 ? '▁' : (blocks[1 + Math.floor((count / most) * 6)] ?? '█')))
    .join('');
}

function squeeze(counts: readonly number[], width: number): readonly number[] {
  if (counts.length <= width) return counts;
  const columns = new Array<number>(width).fill(0);
  counts.forEach((count, i) => {
    const column = Math.floor((i * width) / counts.length);
    columns[column] = (columns[column] ?? 0) + count;
  });
  return columns;
}
