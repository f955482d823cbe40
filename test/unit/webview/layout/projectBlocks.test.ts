import { expect, test } from 'vitest';
import { BlockProjector, type PixelRuns } from '../../../../webview/layout/projectBlocks.ts';
import { timeBlocks } from '../../../../webview/layout/timeBlocks.ts';
import { TimeScale } from '../../../../webview/layout/timeScale.ts';

// Ten pixels for a window of 100 ns, drawn with `█` where a pixel is covered.

test('a block takes the pixels that it mostly covers', () => {
  expect(draw([[20, 50]])).toBe('··███·····');
  expect(draw([[24, 47]])).toBe('··███·····');
  expect(draw([[26, 44]])).toBe('···█······');
});

test('a thin block alone is still seen', () => {
  expect(draw([[33, 34]])).toBe('···█······');
  expect(draw([[39.5, 40.5]])).toBe('···█······');
});

test('many thin blocks look like what they cover together', () => {
  const sparse = Array.from({ length: 80 }, (_, k) => [10 + k, 10.2 + k]);
  const dense = Array.from({ length: 80 }, (_, k) => [10 + k, 10.8 + k]);
  expect(draw(sparse)).toBe('··········');
  expect(draw(dense)).toBe('·████████·');
});

test('more blocks than pixels look the same as few', () => {
  const thin = (from: number, to: number, share: number) =>
    Array.from({ length: 8 * (to - from) }, (_, k) => [from + k / 8, from + (k + share) / 8]);
  expect(draw([...thin(-40, 20, 0.9), ...thin(40, 50, 0.3), ...thin(60, 200, 0.7)])).toBe('██··█·████');
  expect(draw([[12, 12.001], ...thin(60, 80, 0.7)])).toBe('·█····██··');
});

test('what lies outside of the window is cut', () => {
  expect(
    draw([
      [-50, 15],
      [85, 900],
    ]),
  ).toBe('██······██');
});

function draw(blocks: readonly (readonly number[])[]): string {
  const runs: PixelRuns = { edges: new Float64Array(64), count: 0 };
  const projector = new BlockProjector();
  projector.begin(new TimeScale({ start: 0, end: 100 }, 10), 9, 1);
  const starts = blocks.map(([from = 0]) => from);
  const ends = blocks.map(([, to = 0]) => to);
  projector.project(timeBlocks(starts, ends), runs);
  const cells = Array.from({ length: 10 }, () => '·');
  for (let k = 0; k < runs.count; k++) cells.fill('█', runs.edges[2 * k], runs.edges[2 * k + 1]);
  return cells.join('');
}
