import { expect, test } from 'vitest';
import type { Attribute } from '../../../../src/shared/spanDetail.ts';
import { attributeSections } from '../../../../webview/layout/attributeSections.ts';
import { attributeJson, attributeText } from '../../../../webview/layout/attributeText.ts';

const attributes: Attribute[] = [
  text('http.request.method', 'POST'),
  int('http.response.status_code', '504'),
  text('url.full', 'https://shop.example/pay'),
  text('note', 'by hand'),
  text('order.id', 'o-1'),
];

test('by namespace, without the namespace that heads them, keys without one last', () => {
  expect(picture(attributes)).toEqual([
    'http',
    '  request.method = POST',
    '  response.status_code = 504 (error)',
    '  url.full = https://shop.example/pay (url)',
    'order',
    '  id = o-1',
    '',
    '  note = by hand',
  ]);
});

test('url has a section of its own without http', () => {
  expect(picture([text('url.path', '/a')])).toEqual(['url', '  path = /a']);
});

test('the address of the server stands with the protocol', () => {
  expect(picture([text('server.address', 'db1'), text('db.system.name', 'sqlite')])).toEqual([
    'db',
    '  server.address = db1',
    '  system.name = sqlite',
  ]);
});

test.each([
  ['a key', 'STATUS', ['http', '  response.status_code = 504 (error)']],
  ['a value', 'hand', ['', '  note = by hand']],
  ['nothing', 'nowhere', []],
])('filters by %s', (_, filter, expected) => {
  expect(picture(attributes, filter)).toEqual(expected);
});

test.each([
  ['http.status_code', '500', true],
  ['http.status_code', '404', false],
  ['error.type', 'Timeout', true],
  ['error', 'false', false],
  ['rpc.grpc.status_code', '14', true],
  ['rpc.grpc.status_code', '0', false],
])('%s = %s says an error: %s', (key, value, isError) => {
  expect(attributeSections([text(key, value)])[0]?.rows[0]?.isError).toBe(isError);
});

test('only a whole web address is one', () => {
  const isUrl = (value: string) => attributeSections([text('a.b', value)])[0]?.rows[0]?.isUrl;
  expect(['http://a/b', 'see http://a', 'javascript:alert(1)', 'file:///etc/passwd'].map(isUrl)).toEqual([
    true,
    false,
    false,
    false,
  ]);
});

test('values of every type as text', () => {
  const list = {
    type: 'array',
    value: [
      { type: 'string', value: 'a' },
      { type: 'int', value: '9007199254740993' },
    ],
  } as const;
  expect(attributeText(list)).toBe('["a","9007199254740993"]');
  expect(attributeText({ type: 'map', value: [int('n', '1')] })).toBe('{\n  "n": 1\n}');
  expect(attributeText({ type: 'bool', value: false })).toBe('false');
  expect(attributeText({ type: 'empty' })).toBe('');
  expect(attributeJson({ type: 'double', value: 'NaN' })).toBe('NaN');
});

function picture(of: readonly Attribute[], filter = ''): string[] {
  return attributeSections(of, filter).flatMap(({ namespace, rows }) => [
    namespace,
    ...rows.map(
      ({ shown, text: value, isError, isUrl }) =>
        `  ${shown} = ${value}${isError ? ' (error)' : ''}${isUrl ? ' (url)' : ''}`,
    ),
  ]);
}

function text(key: string, value: string): Attribute {
  return { key, value: { type: 'string', value } };
}

function int(key: string, value: string): Attribute {
  return { key, value: { type: 'int', value } };
}
