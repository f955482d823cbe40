import { expect, test } from 'vitest';
import { mixedHeights, uniformHeights } from '../../../../webview/layout/rowHeights.ts';

test('rows of one height', () => {
  const rows = uniformHeights(5, 10);
  expect([
    rows.content,
    rows.topOf(3),
    rows.rowAt(0),
    rows.rowAt(39),
    rows.rowAt(40),
    rows.rowAt(999),
    rows.rowAt(-1),
  ]).toEqual([50, 30, 0, 3, 4, 4, 0]);
  expect(uniformHeights(0, 10).rowAt(5)).toBe(0);
});

test('some rows are higher', () => {
  const rows = mixedHeights(6, 10, [
    [1, 25],
    [4, 5],
  ]);
  expect(rows.content).toBe(90);
  expect([0, 1, 2, 3, 4, 5, 6].map((row) => rows.topOf(row))).toEqual([0, 10, 45, 55, 65, 80, 90]);
});

test('a position leads to the row that it lies in', () => {
  const rows = mixedHeights(6, 10, [
    [0, 3],
    [1, 25],
    [5, 40],
  ]);
  for (let y = 0; y < rows.content; y++) {
    const row = rows.rowAt(y);
    expect(rows.topOf(row) <= y && y < rows.topOf(row + 1), `row ${row} at ${y}`).toBe(true);
  }
  expect(rows.rowAt(rows.content + 100)).toBe(5);
});
