import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { environment } from '../installs.mjs';
import { run } from '../run.mjs';
import type { AppSpec } from './appSpec.ts';
import { foldersOf, Placeholders } from './placeholders.ts';

/** Installs what the app needs, unless that has been done with the same pins and is still there. */
export async function installApp(app: AppSpec): Promise<void> {
  if (app.install === undefined) return;
  const names = new Placeholders(foldersOf(app, 'plain'));
  const folder = names.folders.cache;
  const seal: Seal = { file: join(folder, 'pins.sha256'), sum: await sumOf(app, names) };
  if (await isInstalled(app, names, seal)) return;
  await alone(`${folder}.lock`, async () => {
    // Another one may have done it meanwhile.
    if (await isInstalled(app, names, seal)) return;
    await rm(folder, { recursive: true, force: true });
    await mkdir(folder, { recursive: true });
    for (const command of app.install?.commands ?? []) {
      const words = command.map((word) => names.fill(word));
      await runOne(app, words);
    }
    await writeFile(seal.file, seal.sum);
  });
}

/** What is written when an install is complete. */
interface Seal {
  readonly file: string;
  readonly sum: string;
}

async function isInstalled(app: AppSpec, names: Placeholders, { file, sum }: Seal): Promise<boolean> {
  const creates = app.install?.creates;
  if (creates !== undefined && !existsSync(resolve(app.folder, names.fill(creates)))) return false;
  return (await readFile(file, 'utf8').catch(() => '')) === sum;
}

/** Runs the work in one process at a time; a lock that is older than any install was left behind. */
export async function alone(lock: string, work: () => Promise<void>): Promise<void> {
  await mkdir(dirname(lock), { recursive: true });
  while (!(await takes(lock))) {
    const age = Date.now() - ((await stat(lock).catch(() => undefined))?.mtimeMs ?? Date.now());
    if (age > 15 * 60_000) await rm(lock, { recursive: true, force: true });
    await delay(200);
  }
  try {
    await work();
  } finally {
    await rm(lock, { recursive: true, force: true });
  }
}

async function takes(lock: string): Promise<boolean> {
  try {
    await mkdir(lock);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  }
}

async function sumOf(app: AppSpec, names: Placeholders): Promise<string> {
  const hash = createHash('sha256').update(JSON.stringify(app.install));
  for (const file of app.install?.pins ?? [])
    hash.update(await readFile(resolve(app.folder, names.fill(file))));
  return hash.digest('hex');
}

async function runOne(app: AppSpec, [command = '', ...args]: readonly string[]): Promise<void> {
  const failure = `What ${app.name} needs could not be installed.`;
  await run(command, args, { cwd: app.folder, env: environment(), failure });
}
