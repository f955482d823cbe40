import { mkdtemp, realpath, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { expect, test } from 'vitest';
import { createResolver } from '../../../src/source/createResolver.ts';
import { SyntaxService } from '../../../src/source/syntax/syntaxService.ts';
import { pictureOf, siteOf, wasmDirectory } from './pictures.ts';

const root = resolve(import.meta.dirname, '../../..');

test('places sites on this very project', async () => {
  const resolver = createResolver({
    folders: [join(root, 'src')],
    wasmDirectory,
    syntax: new SyntaxService(wasmDirectory),
  });
  const picture = async (code: Parameters<typeof siteOf>[0]) =>
    pictureOf(await resolver.resolve(siteOf(code)))
      .replaceAll(root, '')
      .replace(/:\d+:\d+ /, ':n ');
  expect(await picture({ filePath: '/app/src/source/createResolver.ts', line: 1 })).toBe(
    '/src/source/createResolver.ts:1 code.file.path high',
  );
  expect(await picture({ functionName: 'SiteResolver.resolve' })).toBe(
    '/src/source/siteResolver.ts:n code.function.name high',
  );
  expect(await picture({ functionName: 'Server.listen' })).toBe('none');
  resolver.dispose();
});

test('a workspace opened through a link answers with paths as they were opened', async () => {
  const folder = await realpath(await mkdtemp(join(tmpdir(), 'spanline-real-')));
  const link = `${folder}-link`;
  try {
    await writeFile(join(folder, 'a.ts'), 'one\n');
    await symlink(folder, link);
    const resolver = createResolver({
      folders: [link],
      wasmDirectory,
      syntax: new SyntaxService(wasmDirectory),
    });
    const site = siteOf({ filePath: join(folder, 'a.ts'), line: 1 });
    expect(pictureOf(await resolver.resolve(site))).toBe(`${link}/a.ts:1 code.file.path exact`);
    resolver.dispose();
  } finally {
    await rm(link, { force: true });
    await rm(folder, { recursive: true, force: true });
  }
});

test('without the grammars, paths still have their lines, and why names have none is told', async () => {
  const nowhere = join(root, 'nowhere');
  const syntax = new SyntaxService(nowhere);
  const resolver = createResolver({ folders: [join(root, 'src')], wasmDirectory: nowhere, syntax });
  const failures: unknown[] = [];
  resolver.onDidFail((failure) => failures.push(failure));
  const path = join(root, 'src/source/createResolver.ts');
  const both = siteOf({ filePath: path, line: 1, functionName: 'createResolver' });
  expect(pictureOf(await resolver.resolve(both))).toBe(`${path}:1 code.file.path exact`);
  expect(await resolver.resolve(siteOf({ functionName: 'createResolver' }))).toEqual([]);
  expect(String(failures[0])).toContain('nowhere');
  resolver.dispose();
});
