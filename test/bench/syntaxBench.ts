import { readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { build } from 'esbuild';
import { NodeFiles } from '../../src/source/nodeFiles.ts';
import { SyntaxIndex } from '../../src/source/syntax/syntaxIndex.ts';
import { SyntaxPool } from '../../src/source/syntax/syntaxPool.ts';
import { startSyntaxThread } from '../../src/source/syntax/syntaxThread.ts';
import { writeCodeWorkspace } from './codeWorkspace.ts';
import { figure, type Row } from './figures.ts';

const files = 10_000;
const changes = 20;
const root = join(import.meta.dirname, '../..');

/** From nothing to the facts of a large workspace, and from a saved file to its new facts. */
export async function benchSyntax(folder: string): Promise<readonly Row[]> {
  const wasm = await buildThread(join(folder, 'syntax'));
  const workspace = join(folder, 'workspace');
  const paths = await writeCodeWorkspace(workspace, files);
  const reference = secondsToSearch(workspace);
  const nodeFiles = new NodeFiles({ folders: [workspace] });
  const client = new SyntaxPool(() => startSyntaxThread(wasm));
  const index = new SyntaxIndex({ files: nodeFiles, syntax: client, owned: [nodeFiles, client] });
  const started = performance.now();
  const found = (await index.all()).files.size;
  const seconds = (performance.now() - started) / 1000;
  if (found < files / 20 || found > files / 5) throw new Error(`${found} of ${files} files have facts.`);
  const millis: number[] = [];
  for (const path of paths.filter((path) => path.endsWith('.ts')).slice(0, changes)) {
    millis.push(await millisToChange(path, nodeFiles, index));
  }
  index.dispose();
  return [
    figure(
      `Facts of ${files / 1000},000 files, s`,
      seconds,
      '≤ 3',
      'reading all, searching one word',
      reference,
    ),
    figure('Facts of one saved file, ms, slowest of 20', Math.max(...millis), '≤ 50'),
  ];
}

async function buildThread(folder: string): Promise<string> {
  await mkdir(folder, { recursive: true });
  const entryPoints = [join(root, 'src/source/syntax/syntaxWorker.ts')];
  const outfile = join(folder, 'syntaxWorker.js');
  await build({ entryPoints, bundle: true, platform: 'node', format: 'cjs', outfile });
  const wasm = join(folder, 'wasm');
  symlinkSync(join(root, 'node_modules/@vscode/tree-sitter-wasm/wasm'), wasm, 'dir');
  return wasm;
}

function secondsToSearch(workspace: string): number {
  const started = performance.now();
  let found = 0;
  for (const entry of readdirSync(workspace, { recursive: true, withFileTypes: true })) {
    if (entry.isFile() && readFileSync(join(entry.parentPath, entry.name), 'utf8').includes('member3'))
      found++;
  }
  if (found < files / 2) throw new Error(`Only ${found} files have the word.`);
  return (performance.now() - started) / 1000;
}

async function millisToChange(path: string, nodeFiles: NodeFiles, index: SyntaxIndex): Promise<number> {
  const before = await index.all();
  writeFileSync(path, `tracer.startSpan('changed', {});\n${readFileSync(path, 'utf8')}`);
  const started = performance.now();
  await nodeFiles.update([path]);
  const after = await index.all();
  if (after === before) throw new Error(`${path} changed, and its facts did not.`);
  return performance.now() - started;
}
