import { expect, test } from 'vitest';
import type { AttributeValue } from '../../../../src/shared/spanDetail.ts';
import { formatSql } from '../../../../webview/formats/sqlFormat.ts';
import { attributeRows } from '../../../../webview/layout/attributeSections.ts';
import { shownValue } from '../../../../webview/layout/shownValue.ts';

test('a statement stands in lines', () => {
  expect(
    picture(
      'db.query.text',
      'SELECT id, total FROM orders WHERE id = $1 AND state IN ($2, $3)',
      'postgresql',
    ),
  ).toBe(`
SELECT
  id,
  total
FROM
  orders
WHERE
  id = $1
  AND state IN ($2, $3)`);
});

test.each([
  ['?', 'mysql', 'select a from t where b = ?'],
  ['%s', 'mysql', 'select a from t where b = %s and c = %(name)s'],
  ['@p', 'microsoft.sql_server', 'SELECT TOP 1 * FROM [dbo].[orders] WHERE id = @p0'],
  [':name', 'sqlite', 'INSERT INTO ledger (id, amount) VALUES (:id, :amount)'],
  ['? in a system whose operator it is', 'postgresql', 'select a from t where b = ?'],
  ['a system that is not known', 'acme', 'select a from t where b = $1'],
])('placeholders as %s are kept', (_, system, sql) => {
  const formatted = formatSql(sql, system) ?? '';
  expect(formatted.split('\n').length).toBeGreaterThan(3);
  expect(formatted.replaceAll(/\s+/g, '')).toBe(sql.replaceAll(/\s+/g, ''));
});

test.each([
  ['cut in a text', "SELECT * FROM users WHERE name = 'it"],
  ['cut in a bracket', 'SELECT a FROM t WHERE x IN (1, 2'],
  ['too long', `SELECT ${'a, '.repeat(10_000)}b FROM t`],
  ['too deep', `SELECT ${'('.repeat(2000)}1${')'.repeat(2000)}`],
])('a statement that is %s stays as it was sent', (_, sql) => {
  expect(formatSql(sql, 'postgresql')).toBeUndefined();
});

test('a command of another database stays as it was sent', () => {
  expect(picture('db.query.text', 'HMGET cart:1 sku count', 'redis')).toBe(
    'HMGET cart:1 sku count (as sent)',
  );
});

test('a document gets lines and no number of it changes', () => {
  expect(picture('body', '{"size":12345678901234567890.10,"sort":[{"a":null}],"size":1}')).toBe(`
{
  "size": 12345678901234567890.10,
  "sort": [
    {
      "a": null
    }
  ],
  "size": 1
}`);
});

test.each([
  ['short', '{"a":1}'],
  ['cut', '{"a":[1,2,3,4,5,6,7,8,9,10],"b":{"c":["d","e","f","g","h"'],
  ['no document', '[see the manual, page 12, for what this means in practice and why]'],
  ['too deep', `${'['.repeat(100)}${']'.repeat(100)}`],
])('what is %s stays as it was sent', (_, text) => {
  expect(picture('body', text)).toBe(`${text} (as sent)`);
});

test.each([
  [
    'url.full',
    'https://shop.example/caf%C3%A9?q=au%20lait&next=%2Fa%26b&flag#top',
    'https://shop.example/café | q = au lait | next = /a&b | flag =  | #top',
  ],
  ['url.path', '/cart/a%20b', '/cart/a b'],
  ['url.query', 'page=2&sort=price+up', ' | page = 2 | sort = price up'],
  ['http.target', '/cart?id=1', '/cart | id = 1'],
  ['url.full', 'https://shop.example/cart', 'https://shop.example/cart (as sent)'],
  ['url.full', 'https://shop.example/%E0%A4?a=%E0', 'https://shop.example/%E0%A4 | a = \ufffd'],
])('%s is taken apart and decoded: %s', (key, text, shown) => {
  expect(picture(key, text)).toBe(shown);
});

test('bytes say how many they are', () => {
  const note = (value: string) => rowOf('a', { type: 'bytes', value }).note;
  expect(['q83vEjRWeJA=', 'AA==', '', 'AAAA'].map(note)).toEqual([
    '8 bytes, in Base64',
    '1 byte, in Base64',
    '0 bytes, in Base64',
    '3 bytes, in Base64',
  ]);
});

test('lists of texts stand on one line while they fit, maps and long lists on several', () => {
  const items = (count: number): AttributeValue => ({
    type: 'array',
    value: Array.from({ length: count }, () => ({ type: 'string', value: 'text/html' })),
  });
  expect(rowOf('accept', items(2)).text).toBe('["text/html","text/html"]');
  expect(rowOf('accept', items(20)).text.split('\n')).toHaveLength(22);
  expect(rowOf('cart', { type: 'map', value: [{ key: 'n', value: { type: 'int', value: '3' } }] }).text).toBe(
    '{\n  "n": 3\n}',
  );
});

function picture(key: string, text: string, system = ''): string {
  const row = rowOf(key, { type: 'string', value: text });
  const shown = shownValue(row, (sql) => formatSql(sql, system));
  if (shown.url !== undefined) {
    const { base, parameters, fragment } = shown.url;
    const parts = parameters.map(({ name, value }) => ` | ${name} = ${value}`);
    return [base, ...parts, ...(fragment === '' ? [] : [` | #${fragment}`])].join('');
  }
  if (!shown.isFormatted) return `${shown.text} (as sent)`;
  return shown.isBlock ? `\n${shown.text}` : shown.text;
}

function rowOf(key: string, value: AttributeValue) {
  const [row] = attributeRows([{ key, value }]);
  if (row === undefined) throw new Error('A row without a filter is always there.');
  return row;
}
