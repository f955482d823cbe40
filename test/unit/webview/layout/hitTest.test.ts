import { expect, test } from 'vitest';
import { hitTest } from '../../../../webview/layout/hitTest.ts';

test('a bar is hit on its pixels and a little beside them', () => {
  const kinds = [90, 97, 100, 120, 123, 130].map((x) => hitTest(x, 3, 100, 120).kind);
  expect(kinds).toEqual(['row', 'bar', 'bar', 'bar', 'bar', 'row']);
  expect(hitTest(100, -1, 100, 120)).toEqual({ kind: 'none' });
});
