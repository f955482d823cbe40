import { expect, test } from 'vitest';
import { findSpans, lowerCaseTexts, markedRanges, nextMatch } from '../../../../webview/layout/find.ts';
import { traceOf } from '../../support/traceText.ts';

const trace = traceOf(`
  shop  GET /  0-100 note:/cart
    orders  SELECT items  5-60 error
    orders  save  61-70 note:INSERT INTO Items
    cache  GET key  71-72 error
`);

test.each([
  ['a name, whatever the case', 'get', false, ['GET /', 'GET key']],
  ['a service', 'orders', false, ['SELECT items', 'save']],
  ['a note', 'items', false, ['SELECT items', 'save']],
  ['spaces around it do not count', '  cart ', false, ['GET /']],
  ['errors only', '', true, ['SELECT items', 'GET key']],
  ['both', 'get', true, ['GET key']],
  ['nothing', 'nowhere', false, []],
])('finds %s', (_, text, errorsOnly, expected) => {
  const found = findSpans(trace, lowerCaseTexts(trace.strings), { text, errorsOnly });
  expect(Array.from(found, (i) => trace.strings[trace.name[i] ?? 0])).toEqual(expected);
});

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

test('marks nothing where lower case has another length', () => {
  expect(markedRanges('İstanbul', 'stanbul')).toEqual([]);
});
