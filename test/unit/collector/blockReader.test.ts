import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { BlockFile } from '../../../src/collector/store/blockFile.ts';
import { BlockReader } from '../../../src/collector/store/blockReader.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

/** A reader of blocks of a size, and the numbers of those that were unpacked. */
function open(blockBytes: number): { readonly reader: BlockReader; readonly unpacked: number[] } {
  const unpacked: number[] = [];
  const file: Pick<BlockFile, 'read'> = {
    read: (rowId) => {
      unpacked.push(rowId);
      return rowId === 0 ? undefined : new Uint8Array(blockBytes);
    },
  };
  return { reader: new BlockReader(file as BlockFile), unpacked };
}

test('blocks stay unpacked while somebody asks, and a while longer', () => {
  const { reader, unpacked } = open(10);
  for (const rowId of [1, 2, 1, 2]) reader.read(rowId);
  vi.advanceTimersByTime(9_000);
  reader.read(3);
  vi.advanceTimersByTime(9_000);
  reader.read(1);
  expect(unpacked).toEqual([1, 2, 3]);
  vi.advanceTimersByTime(10_000);
  reader.read(1);
  expect(unpacked).toEqual([1, 2, 3, 1]);
});

test('beyond 64 MiB those go that were asked for least lately', () => {
  const { reader, unpacked } = open(30 << 20);
  for (const rowId of [1, 2, 1, 3, 1, 2]) reader.read(rowId);
  expect(unpacked).toEqual([1, 2, 3, 2]);
});

test('a block whose number may be dealt again is read anew', () => {
  const { reader, unpacked } = open(10);
  reader.read(1);
  reader.drop(1);
  reader.drop(2);
  reader.read(1);
  expect(unpacked).toEqual([1, 1]);
});

test('a block that is missing is an error', () => {
  expect(() => open(1).reader.read(0)).toThrow('Block 0 is missing');
});
