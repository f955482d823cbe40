import { expect, test } from 'vitest';
import {
  attributesOf,
  parseQuery,
  type Query,
  queryTerm,
  queryWords,
} from '../../../../webview/layout/query.ts';

test.each([
  ['', ''],
  ['select items', 'select & items'],
  ['"select items"', '"select items"'],
  ['http.route=/cart', '[http.route = /cart]'],
  ['http.route="/cart of \\"x\\""', '[http.route = "/cart of "x""]'],
  ['"a key"=1', '[a key = 1]'],
  ['duration>50ms service!=shop', '[duration > 50ms] & [service != shop]'],
  ['name=~^GET\\b -is:error', '[name =~ ^GET\\b] & not [is : error]'],
  ['-cache a OR b', 'not cache & a | b'],
  ['OR a OR OR b OR', 'a | b'],
  ['name:cart', '[name : cart]'],
  // A colon is part of many texts.
  ['charge.ts:19', 'charge.ts:19'],
  ['http://shop/x', 'http://shop/x'],
  ['order:9981', 'order:9981'],
  // What begins with a sign, or ends with a dash, is a word.
  ['<anonymous>', '<anonymous>'],
  ['a - b', 'a & - & b'],
  ['x=""', '[x = ""]'],
  ['x=*', '[x = *]'],
  ['"never closed', '"never closed"'],
])('reads %s', (text, expected) => {
  expect(picture(parseQuery(text))).toBe(expected);
});

test('what is still being typed is said and finds nothing', () => {
  const { alternatives, problems } = parseQuery('shop http.route= name=~(');
  expect(picture({ alternatives, problems })).toBe('shop');
  expect(problems).toEqual([
    { start: 5, end: 16, message: 'A value is missing behind http.route=' },
    { start: 17, end: 24, message: '"(" is no regular expression' },
  ]);
});

test.each([
  ['http.route', '/cart'],
  ['db.query.text', 'SELECT * FROM "orders" WHERE a = \'b\\c\''],
  ['a key', ''],
  ['x', 'a b'],
  ['x', 'two\nlines'],
  ['key=odd', '>5'],
  ['-minus', '-5'],
])('a term of %s and %s is read back as both', (key, value) => {
  const [term] = parseQuery(`shop ${queryTerm(key, value)}`).alternatives[0]?.slice(1) ?? [];
  expect(term).toMatchObject({ key, value, operator: '=', negated: false });
});

test('knows which words to mark and which attributes to ask for', () => {
  const query = parseQuery('shop -cache "a b" http.route=/x duration>1 is:error -user.id=7 OR http.route=/y');
  expect(queryWords(query)).toEqual(['shop', 'a b']);
  expect(attributesOf(query)).toEqual(['http.route', 'user.id']);
});

/** `[key operator value]`, words as they are, `&` and `|` between them. */
function picture({ alternatives }: Query): string {
  return alternatives
    .map((terms) =>
      terms
        .map(({ negated, key, operator, value, quoted }) => {
          const text = quoted ? `"${value}"` : value;
          return `${negated ? 'not ' : ''}${key === undefined ? text : `[${key} ${operator} ${text}]`}`;
        })
        .join(' & '),
    )
    .join(' | ');
}
