import { type Counts, type Judged, type Judgement, totalOf, verdictNames } from './verdicts.ts';

/** The table of a run as text, what is not right marked in its first column. */
export function truthTable({ judged }: Judgement): string {
  const rows = judged.map((one) => [mark(one), one.truth.whose, ...columnsOf(one)]);
  return aligned([
    ['', 'whose', 'kind', 'span', 'expected', 'got', 'rung', 'confidence', 'verdict'],
    ...rows,
  ]);
}

function mark({ verdict }: Judged): string {
  return verdict === 'right' ? ' ' : verdict === 'wrong' ? '✗' : '·';
}

function columnsOf({ site, truth, verdict }: Judged): string[] {
  const expected = truth.expected.map((one) =>
    one === undefined ? '-' : `${one.file}:${one.first}${one.last === one.first ? '' : `-${one.last}`}`,
  );
  const got = site.file == null ? '-' : `${site.file}:${site.line}`;
  return [site.kind, site.name, expected.join('|'), got, site.rung ?? '', site.confidence ?? '', verdict];
}

/** `31 of 33 right (93.9 %), 1 called from, 1 none` */
export function countsText(counts: Counts): string {
  const total = totalOf(counts);
  const others = verdictNames.filter((name) => name !== 'right' && counts[name] > 0);
  const first = `${counts.right} of ${total} right (${((100 * counts.right) / Math.max(total, 1)).toFixed(1)} %)`;
  return [first, ...others.map((name) => `${counts[name]} ${name}`)].join(', ');
}

export function aligned(rows: readonly (readonly string[])[]): string {
  const widths = (rows[0] ?? []).map((_, i) => Math.max(...rows.map((row) => [...(row[i] ?? '')].length)));
  return rows
    .map((row) =>
      row
        .map((cell, i) => cell.padEnd(widths[i] ?? 0))
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}
