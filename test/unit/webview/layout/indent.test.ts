import { expect, test } from 'vitest';
import { indentFor, indentOf } from '../../../../webview/layout/indent.ts';

test('a usual trace is indented like a tree of VS Code', () => {
  const indent = indentFor(5, 0, 360);
  expect([0, 1, 5].map((depth) => indentOf(depth, indent))).toEqual([0, 19, 95]);
});

test('a deep trace is indented less, a chain from what is in view', () => {
  expect(indentFor(9, 0, 360)).toEqual({ step: 12, base: 0 });
  const chain = indentFor(100_000, 5000, 360);
  expect(indentOf(5010, chain)).toBeLessThan(108);
});
