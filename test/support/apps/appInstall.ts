import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { environment } from '../installs.mjs';
import { run } from '../run.mjs';
import type { AppSpec } from './appSpec.ts';
import { foldersOf, Placeholders } from './placeholders.ts';

/** Installs what the app needs, unless that has been done with the same pins and is still there. */
export async function installApp(app: AppSpec): Promise<void> {
  const { install } = app;
  if (install === undefined) return;
  const names = new Placeholders(foldersOf(app, 'plain'));
  const folder = names.folders.cache;
  const seal = join(folder, 'pins.sha256');
  const sum = await sumOf(app, names);
  const made = install.creates === undefined || existsSync(resolve(app.folder, names.fill(install.creates)));
  if (made && (await readFile(seal, 'utf8').catch(() => '')) === sum) return;
  await rm(folder, { recursive: true, force: true });
  await mkdir(folder, { recursive: true });
  for (const command of install.commands)
    await runOne(
      app,
      command.map((word) => names.fill(word)),
    );
  await writeFile(seal, sum);
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
