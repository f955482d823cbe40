import { expect, test } from 'vitest';
import { shiftLine, type TextChange } from '../../../src/source/lineShift.ts';

/** `start-end "text"`, where a place is `line.character`. */
function changeOf(picture: string): TextChange {
  const [, a, b, c, d, text] = /^(\d+)\.(\d+)-(\d+)\.(\d+) "(.*)"$/.exec(picture) ?? [];
  return {
    startLine: Number(a),
    startCharacter: Number(b),
    endLine: Number(c),
    endCharacter: Number(d),
    text: (text ?? '').replaceAll('\\n', '\n').replaceAll('\\r', '\r'),
  };
}

/** Where the lines 1 to 6 are after the changes; `!` marks the stale ones. */
function shifted(...pictures: string[]): string {
  const changes = pictures.map(changeOf);
  return [1, 2, 3, 4, 5, 6]
    .map((line) => shiftLine({ line, stale: false }, changes))
    .map(({ line, stale }) => `${line}${stale ? '!' : ''}`)
    .join(' ');
}

test.each([
  ['typing within a line', '3.4-3.4 "x"', '1 2 3 4 5 6'],
  ['replacing a word', '3.4-3.9 "other"', '1 2 3 4 5 6'],
  ['Enter at the end of a line', '3.10-3.10 "\\n"', '1 2 3 5 6 7'],
  ['Enter in the middle of a line', '3.4-3.4 "\\n  "', '1 2 3 5 6 7'],
  ['Enter at the start of a line', '3.0-3.0 "\\n"', '1 2 4 5 6 7'],
  ['pasting two lines above a line', '3.0-3.0 "a\\nb\\n"', '1 2 5 6 7 8'],
  ['pasting with Windows line ends', '3.0-3.0 "a\\r\\nb\\r\\n"', '1 2 5 6 7 8'],
  ['deleting a line', '3.0-4.0 ""', '1 2 3! 3 4 5'],
  ['deleting a line from the end of the one before', '2.9-3.10 ""', '1 2 2! 3 4 5'],
  ['deleting three lines', '2.0-5.0 ""', '1 2! 2! 2! 2 3'],
  ['joining a line to the one before', '2.9-3.0 ""', '1 2 2 3 4 5'],
  ['replacing a line by three', '3.0-4.0 "a\\nb\\nc\\n"', '1 2 3! 6 7 8'],
  ['replacing three lines by one', '2.0-4.10 "a"', '1 2! 2! 2! 3 4'],
  ['replacing lines by as many', '2.0-4.10 "a\\nb\\nc"', '1 2! 3! 4! 5 6'],
  ['cutting from the middle of one line into another', '2.5-4.3 ""', '1 2 2! 2! 3 4'],
  ['replacing everything by nothing', '1.0-6.10 ""', '1! 1! 1! 1! 1! 1!'],
])('%s', (_name, change, expected) => {
  expect(shifted(change)).toBe(expected);
});

test('several changes at once, told from the bottom to the top', () => {
  expect(shifted('5.0-5.0 "x\\n"', '2.0-3.0 ""')).toBe('1 2! 2 3 5 6');
});

test('a stale line stays stale', () => {
  expect(shiftLine({ line: 9, stale: true }, [changeOf('1.0-1.0 "a\\n"')])).toEqual({
    line: 10,
    stale: true,
  });
});
