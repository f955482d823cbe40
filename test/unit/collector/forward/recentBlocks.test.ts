import { afterEach, beforeEach, expect, test } from 'vitest';
import { RecentBlocks } from '../../../../src/collector/forward/recentBlocks.ts';

let recent: RecentBlocks;
beforeEach(() => {
  recent = new RecentBlocks();
});
afterEach(() => recent.dispose());

function keep(rowId: number): void {
  recent.keep(rowId, new Uint8Array(200_000).fill(rowId));
}

/** What a block is full of; 0 where it is not at hand. */
function take(rowId: number): number {
  const block = recent.take(rowId);
  return block === undefined
    ? 0
    : new Set(block).size === 1 && block.length === 200_000
      ? (block[0] ?? -1)
      : -1;
}

test('the last blocks are at hand, the oldest goes', () => {
  for (let row = 1; row <= 8; row++) keep(row);
  expect([1, 2, 3, 4, 5, 6, 7, 8].map(take)).toEqual([0, 0, 3, 4, 5, 6, 7, 8]);
});

test('a block that is sent from stays as it is, and nothing is kept where all are', () => {
  for (let row = 11; row <= 16; row++) keep(row);
  const blocks = [11, 12, 13, 14, 15, 16].map((row) => recent.take(row));
  keep(17);
  expect(take(17)).toBe(0);
  expect(blocks.map((block) => block?.[199_999])).toEqual([11, 12, 13, 14, 15, 16]);
  recent.giveBack(12, true);
  keep(18);
  expect(take(18)).toBe(18);
  expect(blocks.map((block) => block?.[199_999])).toEqual([11, 18, 13, 14, 15, 16]);
});

test('a buffer that a socket may still read is not used again', () => {
  keep(21);
  const block = recent.take(21);
  recent.giveBack(21, false);
  for (let row = 22; row <= 30; row++) keep(row);
  expect(block?.[0]).toBe(21);
});

test('two forwards send from one block', () => {
  keep(31);
  const block = recent.take(31);
  recent.take(31);
  recent.giveBack(31, true);
  for (let row = 32; row <= 40; row++) keep(row);
  expect(block?.[0]).toBe(31);
});

test('small blocks and huge ones are left to the file', () => {
  recent.keep(41, new Uint8Array(1_000));
  recent.keep(42, new Uint8Array(3 << 20));
  expect([41, 42].map(take)).toEqual([0, 0]);
});
