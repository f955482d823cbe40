import { expect, test } from 'vitest';
import { mayContain, probeOf, wordFilterOf } from '../../../src/source/wordFilter.ts';

test('finds whole words only', () => {
  const filter = wordFilterOf('const été = getAll($x, a_1);\r\nend');
  const has = (word: string) => mayContain(filter, probeOf(word));
  expect(['const', 'été', 'getAll', '$x', 'a_1', 'end'].filter(has).length).toBe(6);
  expect(['get', 'All', 'con', 'x', 'a', 'nd', ''].filter(has)).toEqual([]);
});

test('of words that are not there, less than one in two hundred passes', () => {
  const line = (i: number) => `  const value${i} = await this.store.read(request, value${i >> 1}, options);`;
  const lines = Array.from({ length: 400 }, (_, i) => line(i));
  const filter = wordFilterOf(lines.join('\n'));
  const absent = Array.from({ length: 10_000 }, (_, i) => `absent${i}`);
  expect(absent.filter((word) => mayContain(filter, probeOf(word))).length).toBeLessThan(50);
  expect(lines.every((_, i) => mayContain(filter, probeOf(`value${i}`)))).toBe(true);
});

test('stays small for large texts', () => {
  expect(wordFilterOf('').byteLength).toBe(128);
  expect(wordFilterOf('word '.repeat(200_000)).byteLength).toBe(8192);
});
