import { expect, test } from 'vitest';
import { startedText } from '../../../src/cli/startedText.ts';
import { shortIds } from '../../../src/cli/tracesCommand.ts';

test('ids are cut to eight digits, or to what tells them apart', () => {
  const ids = ['0af7651916cd43dd8448eb211c80319c', '1af7651916cd43dd8448eb211c80319c'];
  expect(shortIds(ids)).toEqual(['0af76519', '1af76519']);
  expect(shortIds([...ids, '1af7651917cd43dd8448eb211c80319c'])).toEqual([
    '0af7651916',
    '1af7651916',
    '1af7651917',
  ]);
  expect(shortIds([])).toEqual([]);
});

test('the date stands only where it is not today', () => {
  const now = new Date(2026, 10, 22, 18, 0, 0);
  expect(startedText(new Date(2026, 10, 22, 9, 5, 7), now)).toBe('09:05:07');
  expect(startedText(new Date(2026, 10, 21, 23, 59, 59), now)).toBe('2026-11-21 23:59:59');
});
