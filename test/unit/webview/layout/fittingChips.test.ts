import { expect, test } from 'vitest';
import { fittingChips } from '../../../../webview/layout/fittingChips.ts';

test('as many chips as fit whole, with room for the number of the others', () => {
  expect(fittingChips([100, 100, 100], 400)).toBe(3);
  expect(fittingChips([100, 100, 100], 300)).toBe(2);
  expect(fittingChips([100, 100], 210)).toBe(2);
  expect(fittingChips([100, 100], 205)).toBe(1);
  expect(fittingChips([500, 100], 300)).toBe(1);
});
