import { expect, test } from 'vitest';
import type { TraceColumns } from '../../../src/shared/traceColumns.ts';
import { type ComparedRow, compareTraces, isDifferent } from '../../../src/trace/compareTraces.ts';
import { type TestSpan, traceOf, traceOfSpans } from '../support/traceText.ts';
import { bigTraces } from './bigTraces.ts';
import { randomSpans, seededRandom, wideOf } from './randomSpans.ts';

const before = `
  shop  checkout  0-100 server
    shop  reserve  0-20
    shop  audit  20-30
    bank  charge  30-90 server
      bank  store  40-80
`;

test('what is on one side only, what is slower and faster, with all that is the same', () => {
  const after = `
    shop  checkout  0-150 server
      shop  reserve  0-5
      shop  cache  5-15
        shop  GET  6-10 client
      bank  charge  30-140 server
        bank  store  40-81
  `;
  expect(rowsOf(before, after)).toEqual([
    'slower checkout 100 → 150 self +15',
    '  faster reserve 20 → 5 self -15',
    '  onlyLeft audit 10 → 0 self -10',
    '  onlyRight cache 0 → 10 self +6',
    '    onlyRight GET 0 → 4 self +4',
    '  slower charge 60 → 110 self +49',
    '    same store 40 → 41 self +1',
  ]);
});

test('equal siblings are matched in their order, and what is left over is on one side', () => {
  expect(
    rowsOf(
      'a  root  0-100\n  a  step  0-10\n    a  x  0-5\n  a  step  10-30\n    a  y  10-15',
      'a  root  0-100\n  a  step  0-10\n    a  x  0-5\n  a  other  10-20\n  a  step  20-40\n    a  y  20-25\n  a  step  50-60',
    ),
  ).toEqual([
    'same root 100 → 100 self -20',
    '  same step 10 → 10 self 0',
    '    same x 5 → 5 self 0',
    '  onlyRight other 0 → 10 self +10',
    '  same step 20 → 20 self 0',
    '    same y 5 → 5 self 0',
    '  onlyRight step 0 → 10 self +10',
  ]);
});

test('what takes the same time and failed on one side differs', () => {
  const one = traceOf('a  root  0-100\n  a  pay  0-10\n  a  log  10-20');
  const two = traceOf('a  root  0-100\n  a  pay  0-10 error\n  a  log  10-20');
  const different = compareTraces(one, two).rows.filter(isDifferent);
  expect(different).toMatchObject([{ kind: 'same', left: 1, right: 1, errorsLeft: 0, errorsRight: 1 }]);
});

test('many equal leaves are one row with counts', () => {
  const selects = (count: number): string =>
    ['a  root  0-100', ...Array.from({ length: count }, (_, i) => `  a  SELECT  ${i}-${i + 1} client`)].join(
      '\n',
    );
  expect(rowsOf(selects(48), selects(1))).toEqual([
    'same root 100 → 100 self +47',
    '  faster SELECT 48 → 1 self -47 (48 and 1)',
  ]);
  expect(rowsOf(selects(48), selects(48))).toEqual([
    'same root 100 → 100 self 0',
    '  same SELECT 48 → 48 self 0 (48 and 48)',
  ]);
});

test('the one root of each side are a pair whatever they are called', () => {
  expect(rowsOf('a  GET /a  0-10', 'a  GET /b  0-10')).toEqual(['same GET /a 10 → 10 self 0']);
  expect(rowsOf('a  GET /a  0-10\na  more  0-1', 'a  GET /b  0-10')).toEqual([
    'onlyLeft GET /a 10 → 0 self -10',
    'onlyLeft more 1 → 0 self -1',
    'onlyRight GET /b 0 → 10 self +10',
  ]);
});

test('less than a fifth and a millisecond, or a twentieth of the root, is the same', () => {
  const kindOf = (left: number, right: number): string =>
    rowsOf(`a  root  0-1000\n  a  step  0-${left}`, `a  root  0-1000\n  a  step  0-${right}`)[1]
      ?.trim()
      .split(' ')[0] ?? '';
  expect([kindOf(10, 12.9), kindOf(10, 13.1), kindOf(900, 949), kindOf(900, 951), kindOf(13.7, 10)]).toEqual([
    'same',
    'slower',
    'same',
    'slower',
    'same',
  ]);
});

test('random trees: compared with themselves nothing differs, and both ways are mirrors', () => {
  const random = seededRandom(41);
  for (let round = 0; round < 100; round++) {
    const make = (): TraceColumns =>
      traceOfSpans(randomSpans(random, { count: 1 + Math.floor(random() * 60), broken: true }));
    const [one, two] = [make(), make()];
    const same = compareTraces(one, one);
    expect(same.rows.filter(isDifferent)).toEqual([]);
    expect(same.left).toEqual({ spans: one.count, matched: one.count });
    const there = compareTraces(one, two);
    const sum = (side: 'countLeft' | 'countRight'): number =>
      there.rows.reduce((total, row) => total + row[side], 0);
    expect([sum('countLeft'), sum('countRight')]).toEqual([one.count, two.count]);
    expect(there.left.matched).toBe(compareTraces(two, one).left.matched);
  }
});

test.each(bigTraces)('100,000 spans in %s compared with themselves', (_name, make) => {
  const trace = make();
  const { rows, left } = compareTraces(trace, trace);
  expect(rows.filter(isDifferent)).toEqual([]);
  expect(left.matched).toBe(100_000);
});

test('100,000 siblings that are no leaves against as many, of which each tenth is another', () => {
  const renamed = (span: TestSpan, i: number): TestSpan => ({
    ...span,
    name: `child ${i % 10 === 0 ? 'x' : i}`,
  });
  const named = (span: TestSpan, i: number): TestSpan => ({ ...span, name: `child ${i}` });
  const left = traceOfSpans(wideOf(100_000).map(named));
  const right = traceOfSpans(wideOf(100_000).map(renamed));
  const { rows } = compareTraces(left, right);
  expect(rows.filter(({ kind }) => kind === 'onlyLeft')).toHaveLength(9_999);
});

function rowsOf(left: string, right: string): string[] {
  const traces = { left: traceOf(left), right: traceOf(right) };
  return compareTraces(traces.left, traces.right).rows.map((row) => rowText(row, traces));
}

function rowText(
  { depth, kind, left, right, leftNano, rightNano, deltaSelfNano, countLeft, countRight }: ComparedRow,
  traces: { left: TraceColumns; right: TraceColumns },
): string {
  const trace = left >= 0 ? traces.left : traces.right;
  const name = trace.strings[trace.name[left >= 0 ? left : right] ?? 0];
  const self = `${deltaSelfNano > 0 ? '+' : ''}${deltaSelfNano / 1e6}`;
  const counts = countLeft > 1 || countRight > 1 ? ` (${countLeft} and ${countRight})` : '';
  return `${'  '.repeat(depth)}${kind} ${name} ${leftNano / 1e6} → ${rightNano / 1e6} self ${self}${counts}`;
}
