import { expect, test } from 'vitest';
import { mayContain, probeOf, wordFilterOf } from '../../../src/source/wordFilter.ts';

test('finds whole words only', () => {
  const filter = wordFilterOf('const été = getAll($x, a_1);\r\nend');
  const has = (word: string) => mayContain(filter, probeOf(word));
  expect(['const', 'été', 'getAll', '$x', 'a_1', 'end'].filter(has).length).toBe(6);
  expect(['get', 'All', 'con', 'x', 'a', 'nd', ''].filter(has)).toEqual([]);
});

test('of words that are not there, less than one in three hundred passes, even in dense text', () => {
  const words = Array.from({ length: 500 }, (_, i) => `word${i} = other${i * 7};`);
  const filter = wordFilterOf(words.join('\n'));
  const absent = Array.from({ length: 10_000 }, (_, i) => `absent${i}`);
  expect(absent.filter((word) => mayContain(filter, probeOf(word))).length).toBeLessThan(30);
  expect(words.every((_, i) => mayContain(filter, probeOf(`word${i}`)))).toBe(true);
});

test('stays small for large texts', () => {
  expect(wordFilterOf('').byteLength).toBe(128);
  expect(wordFilterOf('word '.repeat(200_000)).byteLength).toBe(8192);
});
