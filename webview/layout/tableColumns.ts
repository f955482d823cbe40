import type { TimeMode } from '../../src/shared/waterfallProtocol.ts';

/** A column between tree and timeline. */
export interface TableColumn {
  /** Of an attribute, or one of `spanColumns`. */
  readonly key: string;
  readonly title: string;
  /** Pixels. */
  readonly width: number;
}

/** Columns of what every span has, by key, with their titles. The keys are no attributes: those have no colon. */
export const spanColumns: Readonly<Record<string, string>> = {
  'span:start': 'Start',
  'span:duration': 'Duration',
  'span:self': 'Self time',
  'span:critical': 'Critical path',
  'span:kind': 'Kind',
  'span:scope': 'Scope',
};

const startKey = 'span:start';
export const usualWidth = 120;
export const leastWidth = 48;
export const mostWidth = 480;
/** Share of the room right of the tree that columns take at most: the timeline is what the page is for. */
const mostShare = 0.6;

/**
 * The columns in order, with the widths they have in `room` pixels. Where times are not told from the trace's start,
 * the column that tells them comes first by itself.
 */
export function tableColumns(
  keys: readonly string[],
  mode: TimeMode,
  widths: Readonly<Record<string, number>>,
  room: number,
): TableColumn[] {
  const all = mode === 'relative' || keys.includes(startKey) ? keys : [startKey, ...keys];
  const wanted = all.map((key) => clamp(widths[key] ?? usualWidth));
  const sum = wanted.reduce((total, width) => total + width, 0);
  const scale = sum === 0 ? 1 : Math.min(1, Math.max(0, room * mostShare) / sum);
  return all.map((key, k) => ({
    key,
    title: titleOf(key, mode),
    width: Math.floor((wanted[k] as number) * scale),
  }));
}

function clamp(width: number): number {
  return Math.min(mostWidth, Math.max(leastWidth, width));
}

function titleOf(key: string, mode: TimeMode): string {
  if (key === startKey && mode === 'sincePrevious') return 'Since above';
  return spanColumns[key] ?? key;
}
