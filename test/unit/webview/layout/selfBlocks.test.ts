import { expect, test } from 'vitest';
import { selfBlocksOf } from '../../../../webview/layout/selfBlocks.ts';
import { traceOf } from '../../support/traceText.ts';

test('self time is what no child covers', () => {
  const trace = traceOf(`
    a  parent  0-100
      a  one  10-30
      a  two  20-40
      a  late  90-130
  `);
  const { start, end } = selfBlocksOf(trace, 0);
  expect(Array.from(start, (from, k) => `${from / 1e6}-${(end[k] ?? 0) / 1e6}`)).toEqual(['0-10', '40-90']);
});
