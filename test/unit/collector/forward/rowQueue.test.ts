import { expect, test } from 'vitest';
import { RowQueue } from '../../../../src/collector/forward/rowQueue.ts';
import { signal } from '../../../../src/collector/store/blockFile.ts';

test('rows come out as they went in, while it grows, moves and is emptied', () => {
  const queue = new RowQueue();
  const expected: number[] = [];
  let next = 1;
  for (const [pushes, shifts] of [
    [50, 40],
    [60, 10],
    [500, 560],
    [3, 3],
    [200, 100],
  ] as const) {
    for (let i = 0; i < pushes; i++) {
      expected.push(next);
      queue.push({ rowId: next, signal: signal.logs, bytes: 2 * next, spans: next, committedAt: -next });
      next++;
    }
    for (let i = 0; i < shifts; i++) {
      const rowId = expected.shift() ?? 0;
      expect(queue.shift()).toEqual({
        rowId,
        signal: signal.logs,
        bytes: 2 * rowId,
        spans: rowId,
        committedAt: -rowId,
      });
    }
    expect(queue.length).toBe(expected.length);
    expect(queue.bytes).toBe(2 * expected.reduce((sum, rowId) => sum + rowId, 0));
    expect(queue.first?.rowId).toBe(expected[0]);
  }
});
