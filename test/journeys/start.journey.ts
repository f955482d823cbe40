import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { launchBrowser } from '../support/browser.ts';
import { CodeWindow, large } from '../support/codeWindow.ts';
import { lineOf } from '../support/lineOf.ts';
import { root } from '../support/paths.mjs';
import { descendants, endTree, isAlive } from '../support/processTree.ts';
import { waitForLine } from '../support/waitForLine.ts';

const patience = { timeout: 60_000, interval: 200 };

let data: string;
let browser: Browser;
let start: ChildProcess;

beforeAll(async () => {
  data = await mkdtemp(join(tmpdir(), 'spanline-start-'));
  browser = await launchBrowser();
  const script = join(root, 'test/support/start.mjs');
  start = spawn(process.execPath, [script, '--any-ports', '--data', data], {
    stdio: ['ignore', 'pipe', 'pipe'],
  });
});
afterAll(async () => {
  await endTree(start);
  await browser.close();
  await rm(data, { recursive: true, force: true, maxRetries: 5 });
});

test('npm start leads to latency on the line that takes the time', async () => {
  const url = await waitForLine(start, /http:\S+\?tkn=\S+/, 'npm start', 110_000);
  const window = await CodeWindow.open(browser, url, large);
  const line = lineOf('services/payments/src/charge.ts', 'cards.charges.create');
  await expect.poll(async () => (await window.lineEnds()).get(line), patience).toMatch(/\d m?s/);
});

test('Ctrl+C ends all that it started', async () => {
  const pids = descendants(start.pid ?? 0);
  expect(pids.length).toBeGreaterThan(10);
  start.kill('SIGTERM');
  await once(start, 'exit');
  await expect.poll(() => pids.filter(isAlive), patience).toEqual([]);
});
