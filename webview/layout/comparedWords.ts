import { formatDuration } from '../../src/shared/duration.ts';
import type { ComparedRow } from '../../src/trace/compareTraces.ts';
import type { ComparedCounts } from './comparedRows.ts';

/** What became of the spans of a row, from before to now. */
export function changeWords(row: ComparedRow): string {
  const { kind, deltaNano, countLeft, countRight } = row;
  const counts =
    countLeft === countRight || countLeft === 0 || countRight === 0 ? '' : `${countLeft} → ${countRight}`;
  const change = kind === 'onlyLeft' ? 'gone' : kind === 'onlyRight' ? 'new' : signedDuration(deltaNano);
  return [counts, change, failureWords(row)].filter((text) => text !== '').join(', ');
}

function failureWords({ kind, errorsLeft, errorsRight }: ComparedRow): string {
  if (errorsLeft === errorsRight || kind === 'onlyLeft' || kind === 'onlyRight') return '';
  return errorsRight > errorsLeft ? 'fails now' : errorsRight === 0 ? 'fails no more' : 'fails less often';
}

/** `+12 ms`, `−3 ms`; empty for nothing. */
export function signedDuration(nano: number): string {
  return nano > 0 ? `+${formatDuration(nano)}` : nano < 0 ? `−${formatDuration(-nano)}` : '';
}

/** `1 slower, 2 gone`; kinds that do not occur are left out. */
export function comparedSummary(counts: ComparedCounts): string {
  const parts = [
    [counts.slower, 'slower'],
    [counts.faster, 'faster'],
    [counts.onlyLeft, 'gone'],
    [counts.onlyRight, 'new'],
    [counts.otherwise, 'otherwise different'],
  ] as const;
  const words = parts.flatMap(([count, word]) =>
    count > 0 ? [`${count.toLocaleString('en-US')} ${word}`] : [],
  );
  return words.length === 0 ? 'No difference' : words.join(', ');
}
