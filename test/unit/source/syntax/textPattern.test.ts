import { expect, test } from 'vitest';
import { isSqlStatement } from '../../../../src/source/syntax/sqlText.ts';
import { joined, patternOf, patternOfFormat, unescaped } from '../../../../src/source/syntax/textPattern.ts';

test('a text keeps its literal pieces, with one gap for what is unknown between them', () => {
  expect(patternOf(['chat.', undefined])).toEqual(['chat.', '']);
  expect(patternOf(['a', 'b'])).toEqual(['ab']);
  expect(patternOf([])).toEqual(['']);
  expect(patternOf([undefined, undefined])).toEqual(['', '']);
  expect(patternOf([undefined, '-', undefined, undefined, 'x'])).toEqual(['', '-', 'x']);
  expect(joined([['a'], ['', ' b'], ['c']])).toEqual(['a', ' bc']);
});

test('formats: what is put in is unknown', () => {
  expect(patternOfFormat('%s publish', 'percent')).toEqual(['', ' publish']);
  expect(patternOfFormat('100%% of %-5.2f', 'percent')).toEqual(['100% of ', '']);
  expect(patternOfFormat('%(name)s.%1$s', 'percent')).toEqual(['', '.', '']);
  expect(patternOfFormat('x {} {{y}} {0:>3}', 'braces')).toEqual(['x ', ' {y} ', '']);
});

test('escapes become what they mean', () => {
  expect(unescaped(String.raw`a\n\x41\u0042\u{43}\'\\`)).toBe("a\nABC'\\");
  expect(unescaped('a\\\nb')).toBe('ab');
  expect(unescaped(String.raw`\u{ffffff}`)).toBe('');
});

test('a statement of SQL is told from a sentence', () => {
  const yes = [
    'SELECT id FROM orders',
    ' \n-- all\n select count(*) from t',
    'insert into t values (1)',
    'UPDATE t SET a = 1',
    'DELETE FROM t',
    'WITH recent AS (SELECT 1) SELECT * FROM recent',
    'SELECT 1',
    'select pg_sleep(1)',
    '(SELECT a FROM b) UNION (SELECT c FROM d)',
    'CREATE TABLE t (id int)',
  ];
  const no = [
    'Select an item',
    'Update failed',
    'Delete user',
    'with love',
    'inserted',
    'call me',
    '',
    '/orders',
  ];
  expect(yes.filter((text) => !isSqlStatement([text]))).toEqual([]);
  expect(no.filter((text) => isSqlStatement([text]))).toEqual([]);
  expect(isSqlStatement(['SELECT a FROM ', ' WHERE id = ', ''])).toBe(true);
});
