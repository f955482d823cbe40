import { execFile } from 'node:child_process';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { installApp } from '../support/apps/appInstall.ts';
import { missingRuntime } from '../support/apps/appRuntimes.ts';
import { readApps } from '../support/apps/appSpec.ts';
import { foldersOf } from '../support/apps/placeholders.ts';
import { figure, type Row } from './figures.ts';

const here = import.meta.dirname;

/** Microseconds to start and end a span. */
interface Cost {
  readonly plain: number;
  readonly captured: number;
}
const kinds = {
  own: ['own span', '≤ 4'],
  deep: ['own span at depth 50', '≤ 4'],
  wrapped: ['own span of a wrapper', ''],
  internal: ["library's INTERNAL span", ''],
  client: ['CLIENT span under 20 library frames', ''],
} as const;

/** What the capture adds to each span of a Python program; no rows where there is no Python. */
export async function pythonCaptureRows(folder: string): Promise<readonly Row[]> {
  const app = readApps().find(({ language }) => language === 'python');
  if (app === undefined) throw new Error('No app says which packages to measure with.');
  const obstacle = await missingRuntime(app);
  if (obstacle !== undefined) {
    console.log(`Python capture is not measured: ${obstacle}`);
    return [];
  }
  await installApp(app);
  const costs = await measure(join(foldersOf(app, 'plain').cache, 'venv/bin/python'), folder);
  return Object.entries(kinds).map(([kind, [what, budget]]) => {
    const { plain, captured } = costs[kind as keyof typeof kinds];
    return figure(`Python capture: ${what}, µs added`, captured - plain, budget, 'the span alone', plain);
  });
}

async function measure(python: string, folder: string): Promise<Readonly<Record<keyof typeof kinds, Cost>>> {
  const packages = join(folder, 'site-packages');
  await mkdir(packages, { recursive: true });
  const args = [join(here, 'pythonSpans.py'), join(here, '../../src/capture/python'), packages];
  const { stdout } = await promisify(execFile)(python, ['-B', ...args]);
  return JSON.parse(stdout) as Readonly<Record<keyof typeof kinds, Cost>>;
}
