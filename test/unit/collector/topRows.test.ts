import { expect, test } from 'vitest';
import { TopRows } from '../../../src/collector/answer/topRows.ts';

test('the greatest keys of many, the greatest first', () => {
  const top = new TopRows(4);
  for (let row = 0; row < 1_000; row++) top.offer(row, (row * 7_919) % 1_000);
  const keys = top.sorted().map((row) => (row * 7_919) % 1_000);
  expect(keys).toEqual([999, 998, 997, 996]);
});

test('fewer than asked for, and none', () => {
  const top = new TopRows(4);
  top.offer(5, 1);
  top.offer(6, 3);
  expect(top.sorted()).toEqual([6, 5]);
  const none = new TopRows(0);
  none.offer(1, 1);
  expect(none.sorted()).toEqual([]);
});
