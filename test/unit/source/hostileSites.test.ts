import { afterAll, expect, test } from 'vitest';
import type { CodeAttributes } from '../../../src/shared/site.ts';
import { createResolverOf } from '../../../src/source/createResolver.ts';
import { parseStackTrace, placeFrames } from '../../../src/source/stackTrace.ts';
import { SyntaxService } from '../../../src/source/syntax/syntaxService.ts';
import { MemoryFiles } from './memoryFiles.ts';
import { siteOf, wasmDirectory } from './pictures.ts';

const texts = {
  '/w/src/a.ts': 'export class A { b() {} }\nfunction c() {}\n',
  '/w/src/deep/a.py': 'class A:\n  def b(self): pass\n',
  '/w/x': 'x\n',
  '/etc/passwd': 'root\n',
  '/w/node_modules/a/a.ts': 'export class A { b() {} }\n',
};
const files = new MemoryFiles(texts);
const resolver = createResolverOf(files, { wasmDirectory, syntax: new SyntaxService(wasmDirectory) });
afterAll(() => resolver.dispose());

const pieces = [
  ...[
    '/',
    '\\',
    '..',
    '.',
    '/w',
    'w',
    'src',
    'deep',
    'a.ts',
    'a.py',
    'x',
    'etc/passwd',
    'node_modules',
    'file://',
  ],
  ...[
    '%2e%2e',
    '%2f',
    '%',
    'C:',
    '\\\\host\\share',
    '<locals>',
    '<anonymous>',
    'A',
    'b',
    '::',
    '#',
    ' ',
    '\u0000',
  ],
  ...[
    '\n',
    '(',
    ')',
    '[as x]',
    'async ',
    'new ',
    '𝒳',
    'é',
    '__proto__',
    'constructor',
    ':1:1',
    '?q',
    '$',
    '*',
    'at ',
  ],
];

/** What real spans could say, to be spoiled with the pieces. */
const plain = [
  ...[
    '/w/src/a.ts',
    '/app/src/a.ts',
    'src/deep/a.py',
    'a.ts',
    '/w/x',
    'file:///w/src/a.ts',
    'C:\\w\\src\\a.ts',
  ],
  ...[
    '/etc/passwd',
    '/w/node_modules/a/a.ts',
    '/w/../etc/passwd',
    '/w/src',
    '/w',
    'A.b',
    'c',
    'deep.a.A.b',
    'new A',
  ],
];

/** Mulberry32 (Ettinger): the same texts in every run. */
function randomOf(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
}

test('whatever a span says, an answer is a line of a file of the workspace', async () => {
  const random = randomOf(7);
  const one = (list: readonly string[]): string => list[Math.floor(random() * list.length)] ?? '';
  const text = (): string => {
    let made = one(plain);
    for (let times = Math.floor(random() * 3); times > 0; times--) {
      const at = Math.floor(random() * (made.length + 1));
      made = made.slice(0, at) + one(pieces) + made.slice(at);
    }
    return made;
  };
  const wrong: unknown[] = [];
  let answers = 0;
  for (let round = 0; round < 2000; round++) {
    const code: CodeAttributes = {
      filePath: text(),
      functionName: text(),
      ...(random() < 0.5 ? { namespace: text() } : {}),
      ...(random() < 0.7 ? { line: Math.floor(random() * 6) - 1, column: Math.floor(random() * 9) } : {}),
    };
    for (const said of [code, { functionName: code.functionName ?? '' }]) {
      for (const { location } of await resolver.resolve(siteOf(said, { service: text() }))) {
        answers++;
        const lines = (texts as Record<string, string>)[location.path]?.split('\n').length ?? 0;
        const own = /^\/w\/(?!node_modules)/.test(location.path);
        if (!own || location.line < 1 || location.line >= lines) wrong.push([said, location]);
      }
    }
    const frames = parseStackTrace(`at ${text()} (${text()}:1:1)\n  File "${text()}", line 1, in ${text()}`);
    for (const { location } of await placeFrames(frames, files)) {
      if (location !== undefined && !/^\/w\/(?!node_modules)/.test(location.path)) wrong.push(location);
    }
  }
  expect(wrong).toEqual([]);
  // Otherwise nothing was tried.
  expect(answers).toBeGreaterThan(500);
});
