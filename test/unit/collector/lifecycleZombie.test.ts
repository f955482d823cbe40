import { type ChildProcess, spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { isRunning } from '../../../src/client/processEnd.ts';
import { ensureExists } from '../../../src/shared/assert.ts';
import { type BuiltBundles, buildBundles } from '../support/builtBundles.ts';
import { temporaryFolder } from './runningCollector.ts';

/** These take as long as a collector is patient: half a minute with a client, and a minute without. */
const isThorough = process.env['CI'] !== undefined && process.platform !== 'win32';
const patience = { timeout: 150_000, interval: 250 };
const script = resolve(import.meta.dirname, '../support/windowProcess.ts');

let bundles: BuiltBundles;
const windows: Window[] = [];
const collectors = new Set<number>();

beforeAll(async () => {
  bundles = await buildBundles();
});
afterAll(async () => {
  for (const { process: child } of windows) child.kill('SIGKILL');
  for (const pid of collectors) if (await isRunning(pid)) process.kill(pid, 'SIGKILL');
  await bundles.remove();
});

test.runIf(isThorough).concurrent(
  'a window that hangs does not hold the collector, and starts the next one when it wakes',
  async () => {
    const data = temporaryFolder();
    const zombie = await openWindow(data, 'zombie');
    const first = await zombie.collector();
    zombie.process.kill('SIGSTOP');
    await vi.waitFor(() => expect(logOf(data)).toContain('Ends: no client was left.'), patience);
    expect(logOf(data)).toContain('Let go of zombie, of which nothing was heard for too long.');
    await vi.waitFor(async () => expect(await isRunning(first)).toBe(false), patience);
    zombie.process.kill('SIGCONT');
    const second = await zombie.collector(1);
    expect(second).not.toBe(first);
  },
  400_000,
);

test.runIf(isThorough).concurrent(
  'beside one that hangs the others go on, and it finds them when it wakes',
  async () => {
    const data = temporaryFolder();
    const zombie = await openWindow(data, 'zombie');
    const other = await openWindow(data, 'other');
    const pid = await zombie.collector();
    zombie.process.kill('SIGSTOP');
    await vi.waitFor(() => expect(logOf(data)).toContain('Let go of zombie,'), patience);
    zombie.process.kill('SIGCONT');
    expect(await zombie.collector(1)).toBe(pid);
    expect([await other.collector(), other.lines(), logOf(data)]).toEqual([
      pid,
      ['connecting', `ready ${pid}`],
      expect.not.stringContaining('Let go of other'),
    ]);
  },
  400_000,
);

interface Window {
  readonly process: ChildProcess;
  lines(): readonly string[];
  /** Who served it, the first time or a later one. */
  collector(index?: number): Promise<number>;
}

async function openWindow(data: string, name: string): Promise<Window> {
  // Its sources are modules, and no package.json says so.
  const child = spawn(
    process.execPath,
    ['--disable-warning=MODULE_TYPELESS_PACKAGE_JSON', script, data, bundles.collector, name],
    {
      stdio: ['ignore', 'pipe', 'inherit'],
    },
  );
  let text = '';
  ensureExists(child.stdout)
    .setEncoding('utf8')
    .on('data', (chunk: string) => {
      text += chunk;
    });
  const window: Window = {
    process: child,
    lines: () => text.trimEnd().split('\n'),
    collector: async (index = 0) => {
      const pid = await vi.waitUntil(() => [...text.matchAll(/^ready (\d+)$/gm)][index]?.[1], patience);
      collectors.add(Number(pid));
      return Number(pid);
    },
  };
  windows.push(window);
  await window.collector();
  return window;
}

function logOf(data: string): string {
  return readFileSync(join(data, 'collector.log'), 'utf8');
}
