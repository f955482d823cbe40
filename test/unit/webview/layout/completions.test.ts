import { expect, test } from 'vitest';
import { type CompletionSource, completions } from '../../../../webview/layout/completions.ts';

const source: CompletionSource = {
  keys: [
    { key: 'http.route', from: 'span', spans: 12, values: ['/cart', '/a b'], distinct: 2 },
    { key: 'host.name', from: 'resource', spans: 1, values: ['laptop'], distinct: 1 },
    { key: 'odd key', from: 'span', spans: 1, values: [], distinct: 0 },
  ],
  valuesOf: (field) => (field === 'service' ? ['orders', 'shop'] : []),
};

test.each([
  ['a key by how it begins', 'ht|', ['http.route → http.route='], '12 spans'],
  ['a key of the resource', 'host|', ['host.name → host.name='], '1 span, resource'],
  ['a field, with the sign that fits it', 'durat|', ['duration → duration>'], 'Such as >50ms'],
  ['a key with a blank', 'odd|', ['odd key → "odd key"='], '1 span'],
  ['a state', 'is:crit|', ['critical → is:critical'], 'On the critical path'],
  [
    'values of an attribute',
    'shop http.route=|',
    ['/cart → http.route=/cart', '/a b → http.route="/a b"'],
    '',
  ],
  ['a value by a part of it', 'http.route=b|', ['/a b → http.route="/a b"'], ''],
  ['with the operator that stands there', 'http.route!=c|', ['/cart → http.route!=/cart'], ''],
  ['values of a field', '-service=s|', ['shop → service=shop', 'orders → service=orders'], ''],
  ['nothing in quotes', '"ht|', [], undefined],
  ['nothing for what is whole', 'service=shop|', [], undefined],
])('offers %s', (_, typed, expected, detail) => {
  const caret = typed.indexOf('|');
  const { choices } = completions(typed.replace('|', ''), caret, source);
  expect(choices.map(({ label, insert }) => `${label} → ${insert}`)).toEqual(expected);
  expect(choices[0]?.detail).toBe(detail);
});

test('a choice takes the place of the term that is typed, behind its minus', () => {
  const { start, end } = completions('shop -http.ro and', 13, source);
  expect('shop -http.ro and'.slice(start, end)).toBe('http.ro');
});

test('offers fields, states and keys where nothing is typed', () => {
  const { choices } = completions('', 0, source);
  expect(choices.map(({ label }) => label)).toEqual(
    expect.arrayContaining(['name', 'duration', 'is:error', 'http.route']),
  );
});
