import { spawn } from 'node:child_process';
import { expect, test } from 'vitest';
import { descendants, endTree, isAlive } from '../../support/processTree.ts';
import { waitForLine } from '../../support/waitForLine.ts';

const sleeper = 'setInterval(() => {}, 1000); console.log("ready");';

test('a process ends with all that came from it, deaf ones too', async () => {
  const deaf = `process.on('SIGTERM', () => {}); ${sleeper}`;
  const parent = `require('node:child_process').spawn(process.execPath, ['-e', ${JSON.stringify(deaf)}], {
    detached: true, stdio: 'inherit' }); setInterval(() => {}, 1000);`;
  const child = spawn(process.execPath, ['-e', parent], { stdio: ['ignore', 'pipe', 'inherit'] });
  await waitForLine(child, /ready/, 'The grandchild');
  const pids = [child.pid ?? 0, ...descendants(child.pid ?? 0)];
  expect(pids).toHaveLength(2);
  await endTree(child, 500);
  expect(pids.filter(isAlive)).toEqual([]);
});

test('a process that is not there is not alive', async () => {
  const child = spawn(process.execPath, ['-e', '']);
  await new Promise((resolve) => child.once('exit', resolve));
  expect(isAlive(child.pid ?? 0)).toBe(false);
});
