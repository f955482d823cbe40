import { expect, test } from 'vitest';
import { filePathRung } from '../../../src/source/filePathRung.ts';
import { contextOf } from './contextOf.ts';
import { MemoryFiles } from './memoryFiles.ts';
import { pictureOf, siteOf } from './pictures.ts';

const lines = 'one\ntwo\n\nfour\n';

const files = new MemoryFiles({
  '/w/pay/src/charge.ts': lines,
  '/w/pay/src/crlf.ts': 'one\r\ntwo\r\n\r\nfour',
  '/w/pay/src/index.ts': lines,
  '/w/dist/bundle.js': 'var a;\nvar b;\n//# sourceMappingURL=bundle.js.map\n',
  '/w/.next/server/page.js': lines,
  '/w/mapped.js': 'var a;\nvar b;\n//# sourceMappingURL=mapped.js.map',
  '/w/notMapped.js': 'var a;\n//# sourceMappingURL=x.map\nvar b;\n',
  '/w/empty.ts': '',
  '/w/node_modules/a/charge.ts': lines,
});

/** `path:line:column` of a span → the answer and its reason. */
async function placed(...questions: string[]): Promise<string> {
  const answers = questions.map(async (question) => {
    const [, filePath = '', line, column] =
      /^(.*?)(?: line (-?[\d.]+))?(?: column (\d+))?$/.exec(question) ?? [];
    const code = {
      filePath,
      ...(line === undefined ? {} : { line: Number(line) }),
      ...(column === undefined ? {} : { column: Number(column) }),
    };
    const placements = await filePathRung.place(siteOf(code), contextOf(files));
    return `${question} → ${pictureOf(placements)}${placements.map(({ evidence }) => ` (${evidence})`)}`;
  });
  return `\n${(await Promise.all(answers)).join('\n').replaceAll(' code.file.path ', ' ')}\n`;
}

test('a line that the file has', async () => {
  expect(
    await placed(
      '/w/pay/src/charge.ts line 2',
      '/w/pay/src/charge.ts line 4 column 2',
      '/w/pay/src/charge.ts line 4 column 900',
      '/w/pay/src/charge.ts line 4 column 0',
      '/w/pay/src/crlf.ts line 4',
      '/w/pay/src/crlf.ts line 2 column 4',
      '/app/pay/src/charge.ts line 2',
      '/app/src/charge.ts line 2',
      '/app/src/index.ts line 2',
      '/app/charge.ts line 2',
    ),
  ).toMatchInlineSnapshot(`
    "
    /w/pay/src/charge.ts line 2 → /w/pay/src/charge.ts:2 exact (from code.line.number)
    /w/pay/src/charge.ts line 4 column 2 → /w/pay/src/charge.ts:4:2 exact (from code.line.number)
    /w/pay/src/charge.ts line 4 column 900 → /w/pay/src/charge.ts:4 exact (from code.line.number)
    /w/pay/src/charge.ts line 4 column 0 → /w/pay/src/charge.ts:4 exact (from code.line.number)
    /w/pay/src/crlf.ts line 4 → /w/pay/src/crlf.ts:4 exact (from code.line.number)
    /w/pay/src/crlf.ts line 2 column 4 → /w/pay/src/crlf.ts:2:4 exact (from code.line.number)
    /app/pay/src/charge.ts line 2 → /w/pay/src/charge.ts:2 high (from code.line.number; the file by the last 3 parts of its path)
    /app/src/charge.ts line 2 → /w/pay/src/charge.ts:2 high (from code.line.number; the file by the last 2 parts of its path)
    /app/src/index.ts line 2 → /w/pay/src/index.ts:2 medium (from code.line.number; the file by the last 2 parts of its path)
    /app/charge.ts line 2 → /w/pay/src/charge.ts:2 low (from code.line.number; the file by the file name)
    "
  `);
});

test('a line that the file does not have, or that is blank, or that nobody wrote', async () => {
  expect(
    await placed(
      '/w/pay/src/charge.ts',
      '/w/pay/src/charge.ts line 0',
      '/w/pay/src/charge.ts line -3',
      '/w/pay/src/charge.ts line 1.5',
      '/w/pay/src/charge.ts line 5',
      '/w/pay/src/charge.ts line 99999999999',
      '/app/pay/src/charge.ts line 5',
      '/w/pay/src/charge.ts line 3',
      '/w/pay/src/crlf.ts line 3',
      '/app/pay/src/charge.ts line 3',
      '/w/dist/bundle.js line 2',
      '/w/.next/server/page.js line 2',
      '/w/mapped.js line 2',
      '/w/notMapped.js line 1',
      '/w/empty.ts line 1',
      '/w/node_modules/a/charge.ts line 2',
      '/w/pay/src line 1',
      '/w line 1',
    ),
  ).toMatchInlineSnapshot(`
    "
    /w/pay/src/charge.ts → /w/pay/src/charge.ts:1 low (from code.file.path, without a line)
    /w/pay/src/charge.ts line 0 → /w/pay/src/charge.ts:1 low (from code.file.path, without a line)
    /w/pay/src/charge.ts line -3 → /w/pay/src/charge.ts:1 low (from code.file.path, without a line)
    /w/pay/src/charge.ts line 1.5 → /w/pay/src/charge.ts:1 low (from code.file.path, without a line)
    /w/pay/src/charge.ts line 5 → /w/pay/src/charge.ts:1 low (from code.file.path; the file is shorter than its line 5, so it has changed)
    /w/pay/src/charge.ts line 99999999999 → /w/pay/src/charge.ts:1 low (from code.file.path; the file is shorter than its line 99999999999, so it has changed)
    /app/pay/src/charge.ts line 5 → none
    /w/pay/src/charge.ts line 3 → /w/pay/src/charge.ts:3 medium (from code.line.number; the line is blank now)
    /w/pay/src/crlf.ts line 3 → /w/pay/src/crlf.ts:3 medium (from code.line.number; the line is blank now)
    /app/pay/src/charge.ts line 3 → /w/pay/src/charge.ts:3 low (from code.line.number; the file by the last 3 parts of its path; the line is blank now)
    /w/dist/bundle.js line 2 → /w/dist/bundle.js:2 low (from code.line.number; the file is generated)
    /w/.next/server/page.js line 2 → /w/.next/server/page.js:2 low (from code.line.number; the file is generated)
    /w/mapped.js line 2 → /w/mapped.js:2 low (from code.line.number; the file is generated)
    /w/notMapped.js line 1 → /w/notMapped.js:1 exact (from code.line.number)
    /w/empty.ts line 1 → /w/empty.ts:1 medium (from code.line.number; the line is blank now)
    /w/node_modules/a/charge.ts line 2 → none
    /w/pay/src line 1 → none
    /w line 1 → none
    "
  `);
});

test('a line that the capture is not sure of', async () => {
  const code = { filePath: '/w/pay/src/charge.ts', line: 2 };
  const doubts = ['named', 'waits', 'serves', ''].map(async (doubt) => {
    const site = siteOf(code, { evidence: { 'spanline.code.unsure': doubt } });
    const placements = await filePathRung.place(site, contextOf(files));
    return `${doubt} → ${pictureOf(placements)}${placements.map(({ evidence }) => ` (${evidence})`)}`;
  });
  expect(`\n${(await Promise.all(doubts)).join('\n')}\n`).toMatchInlineSnapshot(`
    "
    named → /w/pay/src/charge.ts:2 code.file.path medium (from code.line.number; no call there has its name)
    waits → /w/pay/src/charge.ts:2 code.file.path medium (from code.line.number; it only waits there)
    serves → /w/pay/src/charge.ts:2 code.file.path medium (from code.line.number; all requests come there)
     → /w/pay/src/charge.ts:2 code.file.path exact (from code.line.number)
    "
  `);
});
