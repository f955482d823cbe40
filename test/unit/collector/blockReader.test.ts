import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { BlockFile } from '../../../src/collector/store/blockFile.ts';
import { BlockReader } from '../../../src/collector/store/blockReader.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

/** A reader of blocks of a size, and the numbers of those that were unpacked. */
function open(blockBytes: number): { readonly reader: BlockReader; readonly unpacked: number[] } {
  const unpacked: number[] = [];
  const read = (rowId: number): Uint8Array<ArrayBuffer> | undefined => {
    unpacked.push(rowId);
    return rowId === 0 ? undefined : new Uint8Array(blockBytes);
  };
  const readAside = (rowId: number): Promise<Uint8Array<ArrayBuffer> | undefined> =>
    rowId === 13 ? Promise.reject(new Error('broken')) : Promise.resolve(read(rowId));
  const file: Pick<BlockFile, 'read' | 'readAside'> = { read, readAside };
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

test('what is unpacked ahead is there when it is read, unless it was removed meanwhile', async () => {
  const { reader, unpacked } = open(10);
  reader.read(1);
  const ahead = reader.readAhead([1, 2, 3, 0, 13]);
  const again = reader.readAhead([2, 3]);
  reader.drop(3);
  await Promise.all([ahead, again]);
  expect(unpacked).toEqual([1, 2, 3, 0]);
  for (const rowId of [1, 2, 3, 13]) reader.read(rowId);
  expect(unpacked).toEqual([1, 2, 3, 0, 3, 13]);
});

test('a block that is missing is an error', () => {
  expect(() => open(1).reader.read(0)).toThrow('Block 0 is missing');
});

test('what was unpacked ahead before its block was rewritten is not taken for the new one', async () => {
  const waiting: ((bytes: Uint8Array<ArrayBuffer>) => void)[] = [];
  const file: Pick<BlockFile, 'read' | 'readAside'> = {
    read: () => new Uint8Array([0]),
    readAside: () => new Promise((resolve) => waiting.push(resolve)),
  };
  const reader = new BlockReader(file as BlockFile);
  const before = reader.readAhead([1]);
  reader.drop(1);
  const after = reader.readAhead([1]);
  waiting[0]?.(new Uint8Array([1]));
  await before;
  waiting[1]?.(new Uint8Array([2]));
  await after;
  expect(reader.read(1)).toEqual(new Uint8Array([2]));
});
