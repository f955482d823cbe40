import { expect, test } from 'vitest';
import {
  contentTop,
  elementHeight,
  revealTop,
  scrollTopFor,
} from '../../../../webview/layout/virtualScroll.ts';

test('a usual trace scrolls pixel by pixel', () => {
  const geometry = { content: 2_200_000, viewport: 700 };
  expect([elementHeight(geometry), contentTop(1234, geometry), scrollTopFor(1234, geometry)]).toEqual([
    2_200_000, 1234, 1234,
  ]);
});

test('one too high for a browser scrolls to scale and reaches both ends', () => {
  const geometry = { content: 44_000_000, viewport: 700 };
  const height = elementHeight(geometry);
  expect(height).toBe(10_000_000);
  expect(contentTop(0, geometry)).toBe(0);
  expect(contentTop(height - 700, geometry)).toBeCloseTo(44_000_000 - 700, 3);
  expect(contentTop(scrollTopFor(12_345_678, geometry), geometry)).toBeCloseTo(12_345_678, 3);
});

test('there is nothing to scroll in a short trace', () => {
  expect(scrollTopFor(500, { content: 220, viewport: 700 })).toBe(0);
});

test.each([
  ['in view', 5, 0, false, 0],
  ['above', 2, 200, false, 44],
  ['below', 20, 0, false, 242],
  ['far away, to the middle', 100, 0, true, 2111],
])('reveals a row %s', (_, row, top, centre, expected) => {
  expect(revealTop(row, 22, top, 220, centre)).toBe(expected === 2111 ? 2200 - 99 : expected);
});
