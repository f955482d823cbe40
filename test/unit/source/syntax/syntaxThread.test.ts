import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { build } from 'esbuild';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { NodeFiles } from '../../../../src/source/nodeFiles.ts';
import { SyntaxClient } from '../../../../src/source/syntax/syntaxClient.ts';
import { SyntaxIndex } from '../../../../src/source/syntax/syntaxIndex.ts';
import { SyntaxPool } from '../../../../src/source/syntax/syntaxPool.ts';
import { startSyntaxThread } from '../../../../src/source/syntax/syntaxThread.ts';
import { wasmDirectory } from '../pictures.ts';

const root = resolve(import.meta.dirname, '../../../..');
let folder: string;
let wasm: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'spanline-syntax-'));
  wasm = join(folder, 'wasm');
  await symlink(wasmDirectory, wasm, 'dir');
  await build({
    entryPoints: [join(root, 'src/source/syntax/syntaxWorker.ts')],
    bundle: true,
    platform: 'node',
    format: 'cjs',
    outfile: join(folder, 'syntaxWorker.js'),
    logLevel: 'error',
  });
});
afterAll(() => rm(folder, { recursive: true, force: true }));

test('a workspace is read, searched and parsed in a thread', async () => {
  const workspace = join(folder, 'workspace');
  await mkdir(join(workspace, 'node_modules/x'), { recursive: true });
  const span = "tracer.startActiveSpan('charge', () => 1);\n";
  await writeFile(join(workspace, 'a.ts'), span);
  await writeFile(join(workspace, 'b.ts'), 'export class Plain {}\n');
  await writeFile(join(workspace, 'c.min.js'), span);
  await writeFile(join(workspace, 'd.js'), `${span}//# sourceMappingURL=d.js.map\n`);
  await writeFile(join(workspace, 'e.js'), Buffer.from([0, 1, 2]));
  await writeFile(join(workspace, 'f.js'), `// @generated\n${span}`);
  await writeFile(join(workspace, 'g.js'), span + 'x'.repeat(1024 * 1024));
  await writeFile(
    join(workspace, 'h.js'),
    Buffer.concat([Buffer.from('// caf\xe9\n', 'latin1'), Buffer.from(span)]),
  );
  await writeFile(join(workspace, 'node_modules/x/i.js'), span);
  const client = new SyntaxPool(() => startSyntaxThread(wasm));
  const index = new SyntaxIndex({
    files: new NodeFiles({ folders: [workspace] }),
    syntax: client,
    owned: [client],
  });
  const found = [...(await index.all()).files.keys()].map((path) => path.slice(workspace.length));
  expect(found.sort()).toEqual(['/a.ts', '/h.js']);
  expect((await index.factsOf(join(workspace, 'b.ts')))?.symbols.map(({ name }) => name)).toEqual(['Plain']);
  expect(await index.factsOf(join(workspace, 'e.js'))).toBe(undefined);
  expect(await index.factsOf(join(workspace, 'g.js'))).toBe(undefined);
  expect(await index.factsOf(join(workspace, 'none.js'))).toBe(undefined);
  index.dispose();
});

test('a thread that dies is started again once, and that is said', async () => {
  const threads: ReturnType<typeof startSyntaxThread>[] = [];
  const starts = (): ReturnType<typeof startSyntaxThread> => {
    const thread = startSyntaxThread(wasm);
    threads.push(thread);
    return thread;
  };
  const client = new SyntaxClient(starts);
  const told: string[] = [];
  client.onDidFail((error) => told.push(String(error)));
  const ask = async () => (await client.factsOf({ path: '/w/a.ts', text: 'class A {}' }))?.symbols.length;
  expect(await ask()).toBe(1);
  const asked = ask();
  await threads[0]?.kill();
  expect(await asked).toBe(1);
  expect(told).toEqual(['Error: The syntax thread ended with code 1. It is started again.']);
  await threads[1]?.kill();
  await expect(ask()).rejects.toThrow('ended with code 1');
  expect(threads.length).toBe(2);
  client.dispose();
  await expect(ask()).rejects.toThrow('was closed');
});

test('a missing bundle is a sentence, not a crash', async () => {
  const client = new SyntaxClient(() => startSyntaxThread(join(folder, 'nowhere/wasm')));
  await expect(client.factsOf({ path: '/w/a.ts', text: '' })).rejects.toThrow(
    /Cannot find module .*syntaxWorker/,
  );
  client.dispose();
});

test('two threads while there are two scans at once, and one thread again afterwards', async () => {
  const threads: string[] = [];
  const pool = new SyntaxPool(() => {
    const name = `thread ${threads.length}`;
    threads.push('started');
    const thread = startSyntaxThread(wasm);
    const dispose = (): void => {
      threads.push(`${name} ended`);
      thread.dispose();
    };
    return { api: thread.api, kill: thread.kill, ended: undefined, dispose };
  });
  const texts = new Map([['/w/a.ts', "tracer.startSpan('a');"]]);
  const scan = async () => (await pool.scan({ paths: ['/w/a.ts'], texts })).files.length;
  expect(await scan()).toBe(1);
  expect(threads).toEqual(['started']);
  expect(await Promise.all([scan(), scan(), scan()])).toEqual([1, 1, 1]);
  await expect.poll(() => threads).toEqual(['started', 'started', 'thread 1 ended']);
  pool.dispose();
  expect(threads.at(-1)).toBe('thread 0 ended');
});
