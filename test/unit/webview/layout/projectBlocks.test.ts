import { expect, test } from 'vitest';
import { BlockProjector, type PixelRuns } from '../../../../webview/layout/projectBlocks.ts';
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

test('the order of the blocks does not matter', () => {
  expect(
    draw([
      [70, 90],
      [10, 30],
    ]),
  ).toBe('·██····██·');
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
  const start = Float64Array.from(blocks, ([from = 0]) => from);
  const end = Float64Array.from(blocks, ([, to = 0]) => to);
  projector.project({ start, end }, 0, start.length, runs);
  const cells = Array.from({ length: 10 }, () => '·');
  for (let k = 0; k < runs.count; k++) cells.fill('█', runs.edges[2 * k], runs.edges[2 * k + 1]);
  return cells.join('');
}
