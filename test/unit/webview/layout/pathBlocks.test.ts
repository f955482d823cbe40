import { expect, test } from 'vitest';
import { criticalPath } from '../../../../src/trace/criticalPath.ts';
import { PathBlocks } from '../../../../webview/layout/pathBlocks.ts';
import { traceOf } from '../../support/traceText.ts';

const trace = traceOf(`
  a  root  0-100
    a  first  10-40
      a  inner  20-30
    a  second  50-90
`);

test('a span has the stretches in which all waits for it', () => {
  expect(path(0, 1)).toEqual(['0-10', '40-50', '90-100']);
  expect(path(1, 2)).toEqual(['10-20', '30-40']);
});

test('a closed row has the time of all that it hides, as one stretch where nothing is between', () => {
  expect(path(1, 3)).toEqual(['10-40']);
  expect(path(0, 4)).toEqual(['0-100']);
});

test('the blocks of a range are made once', () => {
  const blocks = new PathBlocks(criticalPath(trace).sections, trace.count);
  expect(blocks.of(0, 4)).toBe(blocks.of(0, 4));
});

function path(first: number, end: number): string[] {
  const blocks = new PathBlocks(criticalPath(trace).sections, trace.count).of(first, end);
  return Array.from(blocks.start, (from, k) => `${from / 1e6}-${(blocks.end[k] ?? 0) / 1e6}`);
}
