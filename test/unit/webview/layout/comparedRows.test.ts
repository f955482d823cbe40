import { expect, test } from 'vitest';
import { type Comparison, compareTraces } from '../../../../src/trace/compareTraces.ts';
import { aboveRow, comparedCounts, comparedRows, hasBelow } from '../../../../webview/layout/comparedRows.ts';
import { changeWords, comparedSummary } from '../../../../webview/layout/comparedWords.ts';
import { traceOf } from '../../support/traceText.ts';

const before = traceOf(`
  shop  GET /  0-100
    shop  read  0-10
      db  SELECT  1-9
    shop  write  10-90
      db  INSERT  11-20
      db  COMMIT  21-30
    shop  gone  91-95
`);
const now = traceOf(`
  shop  GET /  0-101
    shop  read  0-10
      db  SELECT  1-9
    shop  write  10-90
      db  INSERT  11-60
      db  COMMIT  61-70
    shop  new  91-95
`);
const comparison = compareTraces(before, now);

test('shows what differs with all above it', () => {
  expect(picture(comparison, comparedRows(comparison.rows, all({ differencesOnly: true })))).toBe(`
GET / same
  write same
    INSERT slower
  gone onlyLeft
  new onlyRight`);
});

test('shows everything, but for what is collapsed', () => {
  const write = comparison.rows.findIndex(({ left }) => left >= 0 && nameAt(before, left) === 'write');
  expect(picture(comparison, comparedRows(comparison.rows, all({ collapsed: new Set([write]) })))).toBe(`
GET / same
  read same
    SELECT same
  write same
  gone onlyLeft
  new onlyRight`);
});

test('a trace compared with itself shows nothing', () => {
  const same = compareTraces(before, before);
  expect(comparedRows(same.rows, all({ differencesOnly: true }))).toHaveLength(0);
  expect(comparedCounts(same.rows)).toEqual({
    same: 7,
    slower: 0,
    faster: 0,
    onlyLeft: 0,
    onlyRight: 0,
    otherwise: 0,
  });
});

test('what takes the same time and fails now is different too', () => {
  const failing = compareTraces(before, {
    ...before,
    status: before.status.map((_, span) => (span === 2 ? 2 : 0)),
  });
  expect(picture(failing, comparedRows(failing.rows, all({ differencesOnly: true })))).toBe(`
GET / same
  read same
    SELECT same`);
  expect(comparedSummary(comparedCounts(failing.rows))).toBe('1 otherwise different');
  expect(failing.rows.map(changeWords).filter((text) => text !== '')).toEqual(['fails now']);
});

test('knows what is above and below', () => {
  expect(comparison.rows.map((_, row) => aboveRow(comparison.rows, row))).toEqual([-1, 0, 1, 0, 3, 3, 0, 0]);
  expect(comparison.rows.filter((_, row) => hasBelow(comparison.rows, row))).toHaveLength(3);
});

function all(choice: { differencesOnly?: boolean; collapsed?: ReadonlySet<number> }) {
  return { differencesOnly: false, collapsed: new Set<number>(), ...choice };
}

function nameAt(trace: typeof before, span: number): string {
  return trace.strings[trace.name[span] as number] as string;
}

function picture({ rows }: Comparison, shown: Uint32Array): string {
  return Array.from(shown, (row) => {
    const { depth, left, right, kind } = rows[row] as Comparison['rows'][number];
    const name = right >= 0 ? nameAt(now, right) : nameAt(before, left);
    return `\n${'  '.repeat(depth)}${name} ${kind}`;
  }).join('');
}
