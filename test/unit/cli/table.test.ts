import { stripVTControlCharacters } from 'node:util';
import { expect, test } from 'vitest';
import { painter } from '../../../src/cli/colour.ts';
import { type Column, table } from '../../../src/cli/table.ts';

const columns: readonly Column[] = [
  { title: 'NAME', shrinks: true, style: 'bold' },
  { title: 'CALLS', align: 'right' },
  { title: 'NOTE' },
];
const rows = [
  ['GET /products', '12', ''],
  ['注文を作る', '1,234', 'slow'],
];

test('columns line up, also under wide characters', () => {
  expect(table(columns, rows, painter(false), undefined)).toBe(
    ['NAME           CALLS  NOTE', 'GET /products     12', '注文を作る     1,234  slow', ''].join('\n'),
  );
});

test('one column gives way to a narrow terminal', () => {
  expect(table(columns, [['a name that is much too long', '1', 'note']], painter(false), 32)).toBe(
    ['NAME                 CALLS  NOTE', 'a name that is muc…      1  note', ''].join('\n'),
  );
});

test('styles do not change the widths', () => {
  const styled = table(columns, rows, painter(true), undefined);
  expect(styled).toContain('\u001b[1mGET /products\u001b[22m');
  expect(stripVTControlCharacters(styled)).toBe(table(columns, rows, painter(false), undefined));
});

test('control characters of a cell do not reach the terminal', () => {
  expect(table([{ title: 'A' }], [['\u001b]0;title\u0007\r\nx\u202e']], painter(false), undefined)).toBe(
    'A\n�]0;title���x�\n',
  );
});
