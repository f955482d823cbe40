import { expect, test } from 'vitest';
import { alikeTexts, callPattern, withoutValues } from '../../../../src/trace/findings/alikeTexts.ts';

test.each([
  ['GET /users/42/items', 'GET /users/*/items'],
  ['GET /api/v2/users', 'GET /api/v2/users'],
  ['load 3f2504e0-4f89-41d3-9a0c-0305e82c3301', 'load *'],
  ['get deadbeef01', 'get *'],
  ['decade facade', 'decade facade'],
  [
    `SELECT "a1" WHERE b = 'it''s' AND c IN (1, 2.5,3) AND d = $1`,
    'SELECT "a1" WHERE b = * AND c IN (*) AND d = $*',
  ],
  ["user's page", "user's page"],
])('%s without values is %s', (text, expected) => {
  expect(withoutValues(text)).toBe(expected);
});

test.each([
  ['http://shop:80/items/a7?page=1', 'http://shop:80/*/*'],
  ['/items/a7#top', '/*/*'],
  ['http://shop', 'http://shop'],
  ['SELECT 1', 'SELECT *'],
])('the pattern of %s is %s', (note, expected) => {
  expect(callPattern(note)).toBe(expected);
});

test('statements that were cut behind values of different lengths are alike', () => {
  const cut = (id: number): string => `SELECT * FROM t WHERE id = ${id} AND ${'x'.repeat(200)}`.slice(0, 119);
  expect(callPattern(cut(7))).toBe(callPattern(cut(123_456)));
});

test('texts are told apart by what is no value', () => {
  const alike = alikeTexts(['GET /1', 'GET /2', 'PUT /1']);
  expect([alike(1), alike(0), alike(2), alike(1)]).toEqual([1, 1, 2, 1]);
});
