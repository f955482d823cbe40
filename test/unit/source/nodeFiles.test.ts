import { mkdir, mkdtemp, realpath, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join, relative } from 'node:path';
import { afterEach, expect, test } from 'vitest';
import { NodeFiles } from '../../../src/source/nodeFiles.ts';
import { SiteResolver } from '../../../src/source/siteResolver.ts';

const made: string[] = [];
afterEach(async () => {
  await Promise.all(made.splice(0).map((folder) => rm(folder, { recursive: true, force: true })));
});

async function folderWith(texts: Readonly<Record<string, string | Uint8Array>>): Promise<string> {
  const root = await realpath(await mkdtemp(join(tmpdir(), 'spanline-files-')));
  made.push(root);
  for (const [path, text] of Object.entries(texts)) {
    await mkdir(dirname(join(root, path)), { recursive: true });
    await writeFile(join(root, path), text);
  }
  return root;
}

function relativeTo(root: string, paths: readonly string[]): string {
  return paths
    .map((path) => relative(root, path))
    .sort()
    .join(' ');
}

test('finds files by name, but not those of tools, libraries and builds', async () => {
  const root = await folderWith({
    'src/a.ts': '',
    'lib/deep/er/a.ts': '',
    'node_modules/x/a.ts': '',
    '.git/a.ts': '',
    'dist/a.ts': '',
    'pay/vendor/a.ts': '',
    '.venv/lib/a.ts': '',
    'x/site-packages/a.ts': '',
  });
  const files = new NodeFiles({ folders: [root] });
  expect(relativeTo(root, await files.named('a.ts'))).toBe('lib/deep/er/a.ts src/a.ts');
  expect(await files.named('b.ts')).toEqual([]);
  expect(files.leftOut).toBeUndefined();
});

test('a folder opened inside another is listed once, and one that is missing is empty', async () => {
  const root = await folderWith({ 'inner/a.ts': '' });
  const files = new NodeFiles({ folders: [root, join(root, 'inner'), join(root, 'gone')] });
  expect(relativeTo(root, await files.named('a.ts'))).toBe('inner/a.ts');
});

test('links are not walked, so that cycles end', async () => {
  const root = await folderWith({ 'a/a.ts': '' });
  await symlink(root, join(root, 'a', 'again'));
  await symlink(join(root, 'a', 'a.ts'), join(root, 'b.ts'));
  const files = new NodeFiles({ folders: [root] });
  expect(relativeTo(root, await files.named('a.ts'))).toBe('a/a.ts');
  expect(await files.realPath(join(root, 'a/again/a/a.ts'))).toBe(join(root, 'a/a.ts'));
});

test('says what it left out', async () => {
  const root = await folderWith({ 'a.ts': '', 'b.ts': '', 'c/d.ts': '' });
  const files = new NodeFiles({ folders: [root], maxFiles: 2 });
  await files.named('a.ts');
  expect(files.leftOut).toBe(
    'Only the first 2 files were indexed; open fewer or smaller folders to cover the rest.',
  );
  // Whoever finds lines in them can say so.
  expect(new SiteResolver({ files, rungs: async () => [] }).leftOut).toBe(files.leftOut);
});

test('reads text, not binaries, folders or what is missing', async () => {
  const root = await folderWith({ 'a.ts': 'text', 'b.bin': new Uint8Array([1, 0, 2]), 'c/d.ts': '' });
  const files = new NodeFiles({ folders: [root] });
  const read = (path: string) => files.readText(join(root, path));
  expect(await Promise.all(['a.ts', 'b.bin', 'c', 'gone', 'a.ts/b'].map(read))).toEqual([
    'text',
    undefined,
    undefined,
    undefined,
    undefined,
  ]);
  expect(await files.readText('/w/\u0000')).toBeUndefined();
});

test('searches words in source files, and keeps up with changes without walking again', async () => {
  const root = await folderWith({
    'a.ts': 'charge()',
    'b.ts': 'recharge()',
    'c.md': 'charge',
    'd.py': '# charge',
  });
  const files = new NodeFiles({ folders: [root] });
  const search = async () => relativeTo(root, await files.containing('charge'));
  expect(await search()).toBe('a.ts d.py');

  await rm(join(root, 'a.ts'));
  await writeFile(join(root, 'b.ts'), 'charge()');
  await writeFile(join(root, 'new.ts'), 'charge()');
  await mkdir(join(root, 'dist'));
  await writeFile(join(root, 'dist', 'e.ts'), 'charge()');
  await files.update(['a.ts', 'b.ts', 'new.ts', 'dist/e.ts'].map((path) => join(root, path)));

  expect(await search()).toBe('b.ts d.py new.ts');
  expect(relativeTo(root, await files.named('new.ts'))).toBe('new.ts');
  expect(await files.named('a.ts')).toEqual([]);
  expect(await files.named('e.ts')).toEqual([]);
});

test('a folder that comes or goes brings or takes its files', async () => {
  const root = await folderWith({ 'a/x.ts': '', 'ab/x.ts': '', 'new/deep/x.ts': '' });
  const files = new NodeFiles({ folders: [root] });
  const named = async () => relativeTo(root, await files.named('x.ts'));
  await rm(join(root, 'new'), { recursive: true });
  expect(await named()).toBe('a/x.ts ab/x.ts');
  await mkdir(join(root, 'new/deep'), { recursive: true });
  await writeFile(join(root, 'new/deep/x.ts'), '');
  await rm(join(root, 'a'), { recursive: true });
  await mkdir(join(root, 'dist'));
  await writeFile(join(root, 'dist/x.ts'), '');
  const told: string[] = [];
  files.onDidChange(({ paths }) => told.push(relativeTo(root, paths ?? [])));
  await files.update(['new', 'a', 'dist', 'gone'].map((path) => join(root, path)));
  expect(told).toEqual(['a a/x.ts dist gone new new/deep/x.ts']);
  expect(await named()).toBe('ab/x.ts new/deep/x.ts');
});

test('words asked for together are searched for in one pass', async () => {
  const root = await folderWith({ 'a.ts': 'one two' });
  const files = new NodeFiles({ folders: [root] });
  const found = await Promise.all(['one', 'two', 'three'].map((word) => files.containing(word)));
  expect(found.map((paths) => paths.length)).toEqual([1, 1, 0]);
});

test('tells of changes', async () => {
  const root = await folderWith({ 'a.ts': '' });
  const files = new NodeFiles({ folders: [root] });
  const seen: unknown[] = [];
  files.onDidChange((change) => seen.push(change.paths));
  await files.update([join(root, 'a.ts')]);
  await files.refresh();
  expect(seen).toEqual([[join(root, 'a.ts')], undefined]);
});
