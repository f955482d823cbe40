import { expect, test } from 'vitest';
import { factsPicture } from './factsPicture.ts';

test('definitions, with the byte order mark and the line ends of Windows', async () => {
  expect(await factsPicture('/w/a.ts', '\ufeffclass A {\r\n  b() {}\r\n}\r\n', 'symbols')).toMatch(
    /symbol A\.b .*2:3/,
  );
  expect(await factsPicture('/w/a.py', 'class A:\r\n  def b(self): pass\r\n', 'symbols')).toMatch(
    /symbol A\.b .*2:7/,
  );
});

test('a language without a grammar has no facts', async () => {
  expect(await factsPicture('/w/a.txt', 'class A {}')).toBe('no facts');
});

test.each(['js', 'ts', 'tsx', 'py', 'go', 'java', 'rb', 'rs', 'php', 'cs'])(
  'the grammar of .%s is there',
  async (extension) => {
    expect(await factsPicture(`/w/a.${extension}`, '\n')).toBe('nothing');
  },
);
