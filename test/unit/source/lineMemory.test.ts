import { expect, test } from 'vitest';
import { filePathRung } from '../../../src/source/filePathRung.ts';
import { FileText } from '../../../src/source/fileText.ts';
import { followLine } from '../../../src/source/lineFollow.ts';
import { PathMapper } from '../../../src/source/pathMapper.ts';
import { SiteResolver } from '../../../src/source/siteResolver.ts';
import { contextOf } from './contextOf.ts';
import { MemoryFiles } from './memoryFiles.ts';
import { pictureOf, siteOf } from './pictures.ts';

/** `|` parts lines, `>` begins the one that is followed. */
function followed(before: string, after: string): string {
  const lines = before.split('|');
  const index = lines.findIndex((line) => line.startsWith('>'));
  const was = { line: (lines[index] ?? '').slice(1), before: lines[index - 1], after: lines[index + 1] };
  const now = followLine(was, index + 1, new FileText(after.replaceAll('|', '\n')));
  return now.type === 'gone' ? 'gone' : `${now.type} ${now.line}`;
}

test('a line is followed by its text, by what is around it, and by how near it is', () => {
  const lines = [
    ['a|>span("x")|b', 'a|span("x")|b'],
    ['a|>span("x")|b', 'a|  span("x")  |b'],
    ['a|>span("x")|b', 'new|a|span("x")|b'],
    ['a|>span("x")|b', 'span("x")|b'],
    ['a|>span("x")|b', 'a|span("y")|b'],
    ['a|>span("x")|b', 'a|other()|b'],
    ['a|>span("x")|b', 'a'],
    ['a|>span("x")|b', ''],
    ['a|>call(x)|b|c|call(x)|d', 'new|new|a|call(x)|b|c|call(x)|d'],
    ['a|b|c|call(x)|>call(x)|d', 'call(x)|call(x)|d'],
    ['a|>}|b', 'new|a|}|b'],
    ['a|>|b', 'a||b'],
    ['a|>𝒳𝒴𝒵𝒲|b', 'n|a|𝒳𝒴𝒵𝒲|b'],
  ].map(([before = '', after = '']) => `${before} → ${after}: ${followed(before, after)}`);
  expect(`\n${lines.join('\n')}\n`).toMatchInlineSnapshot(`
    "
    a|>span("x")|b → a|span("x")|b: same 2
    a|>span("x")|b → a|  span("x")  |b: same 2
    a|>span("x")|b → new|a|span("x")|b: moved 3
    a|>span("x")|b → span("x")|b: moved 1
    a|>span("x")|b → a|span("y")|b: same 2
    a|>span("x")|b → a|other()|b: gone
    a|>span("x")|b → a: gone
    a|>span("x")|b → : gone
    a|>call(x)|b|c|call(x)|d → new|new|a|call(x)|b|c|call(x)|d: moved 4
    a|b|c|call(x)|>call(x)|d → call(x)|call(x)|d: moved 2
    a|>}|b → new|a|}|b: gone
    a|>|b → a||b: same 2
    a|>𝒳𝒴𝒵𝒲|b → n|a|𝒳𝒴𝒵𝒲|b: moved 3
    "
  `);
});

test('a site stays with its line while the file changes, and says when that is gone', async () => {
  const text = 'import x\n\nstart("work")\nend()\n';
  const files = new MemoryFiles({ '/w/a.py': text });
  const resolver = new SiteResolver({ files, rungs: async () => [filePathRung] });
  const site = siteOf({ filePath: '/w/a.py', line: 3 });
  const picture = async (): Promise<string> => {
    const placements = await resolver.resolve(site);
    return placements
      .map((one) => `${pictureOf([one])} (${one.evidence})${one.stale ? ' stale' : ''}`)
      .join();
  };
  const states: string[] = [await picture()];
  for (const next of [
    `# new\n${text}`,
    'start("work")\n',
    text,
    text.replace('start("work")', 'pass'),
    'x\n',
    text,
  ]) {
    await files.save('/w/a.py', next);
    states.push(await picture());
  }
  expect(`\n${states.join('\n')}\n`).toMatchInlineSnapshot(`
    "
    /w/a.py:3 code.file.path exact (from code.line.number)
    /w/a.py:4 code.file.path exact (from code.line.number; the line has moved since)
    /w/a.py:1 code.file.path exact (from code.line.number; the line has moved since)
    /w/a.py:3 code.file.path exact (from code.line.number)
    /w/a.py:3 code.file.path medium (from code.line.number; the line has changed since) stale
    /w/a.py:1 code.file.path low (from code.file.path; the file is shorter than its line 3, so it has changed; the line has changed since) stale
    /w/a.py:3 code.file.path exact (from code.line.number)
    "
  `);
  // Another program that names the line now means what stands there now.
  await files.save('/w/a.py', `# new\n${text}`);
  expect(pictureOf(await resolver.resolve(siteOf({ filePath: '/w/a.py', line: 4 })))).toBe(
    '/w/a.py:4 code.file.path exact',
  );
  resolver.dispose();
});

test('files that were not seen before are as they were said to be', async () => {
  const files = new MemoryFiles({ '/w/a.py': 'a\nb\n' });
  const paths = new PathMapper(files);
  const ask = async () =>
    pictureOf(
      await filePathRung.place(siteOf({ filePath: '/w/a.py', line: 2 }), contextOf(files, { paths })),
    );
  expect(await ask()).toBe('/w/a.py:2 code.file.path exact');
  expect(await ask()).toBe('/w/a.py:2 code.file.path exact');
});
