import { expect, test } from 'vitest';
import { markedRanges, nextMatch } from '../../../../webview/layout/find.ts';

test('the next and the previous match, around the ends', () => {
  const matches = Uint32Array.of(2, 5, 9);
  const next = [-1, 2, 3, 9].map((from) => matches[nextMatch(matches, from, 1)]);
  const previous = [-1, 2, 3, 9].map((from) => matches[nextMatch(matches, from, -1)]);
  expect({ next, previous }).toEqual({ next: [2, 5, 5, 2], previous: [9, 9, 2, 5] });
  expect(nextMatch(Uint32Array.of(), 3, 1)).toBe(-1);
});

test('marks every place in a text', () => {
  expect(markedRanges('GET /get?Get', 'get')).toEqual([
    [0, 3],
    [5, 8],
    [9, 12],
  ]);
  expect(markedRanges('text', ' ')).toEqual([]);
});

test('marks several words, and what overlaps once', () => {
  expect(markedRanges('SELECT items', 'items\nselect\nlect')).toEqual([
    [0, 6],
    [7, 12],
  ]);
});

test('marks nothing where lower case has another length', () => {
  expect(markedRanges('İstanbul', 'stanbul')).toEqual([]);
});
