import { existsSync } from 'node:fs';
import { access, mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { delimiter, dirname, join } from 'node:path';
import {
  cache,
  codeServerFolder,
  codeServerVersion,
  node24,
  nodeFolder,
  nodeSpecifier,
  nodeVersion,
  root,
  shop,
  vscodeServer,
} from './paths.mjs';
import { step } from './progress.mjs';
import { run } from './run.mjs';
import { StepError } from './stepError.mjs';

/** The packages of the project itself, as its lock file says. */
export async function ensurePackages() {
  if (await isInstalled(root)) return;
  await step('Installing the packages', () => npm(['ci', '--ignore-scripts'], root));
}

export async function ensureShopPackages() {
  if (await isInstalled(shop)) return;
  await step('Installing the packages of the sample', () => npm(['ci', '--ignore-scripts'], shop));
}

/** The Node that everything but these scripts runs on. */
export async function ensureNode() {
  if (existsSync(node24)) return;
  await step(`Installing Node ${nodeVersion}`, () =>
    installInto(nodeFolder, (folder) =>
      npm(['install', nodeSpecifier, '--ignore-scripts', '--no-save', '--no-package-lock'], folder),
    ),
  );
}

/** VS Code for the browser, which `code-server` carries; the two inner installs bring what its package leaves out. */
export async function ensureVSCodeServer() {
  if (existsSync(vscodeServer)) return;
  const quiet = ['--ignore-scripts', '--no-package-lock', '--no-save'];
  await step(`Installing VS Code for the browser (code-server ${codeServerVersion})`, () =>
    installInto(codeServerFolder, async (folder) => {
      await npm(['install', `code-server@${codeServerVersion}`, ...quiet], folder);
      const inner = join(folder, 'node_modules/code-server/lib/vscode');
      await npm(['install', '--omit=dev', ...quiet], inner);
      await npm(['install', '--omit=dev', ...quiet], join(inner, 'extensions'));
    }),
  );
}

export async function build() {
  await step('Building', async () => {
    const failure = 'The build failed.';
    await run(node24, ['esbuild.mjs'], { cwd: root, env: environment(), failure });
  });
}

/** The environment of all that is started here: our Node first, and a home even where there is none. */
export function environment() {
  const home = process.env['HOME'] || join(cache, 'home');
  return { ...process.env, HOME: home, PATH: `${dirname(node24)}${delimiter}${process.env['PATH'] ?? ''}` };
}

/**
 * An install takes its place in the cache when it is complete, so that one that was cut off is begun again.
 * @param {string} folder
 * @param {(folder: string) => Promise<unknown>} install
 */
async function installInto(folder, install) {
  const partial = `${folder}.partial`;
  await rm(partial, { recursive: true, force: true });
  await mkdir(partial, { recursive: true });
  await writeFile(join(partial, 'package.json'), '{"private":true}\n');
  await install(partial);
  await rm(folder, { recursive: true, force: true });
  await rename(partial, folder);
}

/** @param {string[]} args @param {string} folder */
async function npm(args, folder) {
  const env = environment();
  await mkdir(env.HOME, { recursive: true });
  await run('npm', [...args, '--no-audit', '--no-fund', '--loglevel=error'], {
    cwd: folder,
    env,
    shell: process.platform === 'win32',
    failure: 'npm could not install what is needed: is the network there, and the registry in reach?',
  });
}

/** Whether `node_modules` holds just what the lock file asks for, by npm's own record of it. @param {string} folder */
async function isInstalled(folder) {
  const wanted = await lockedVersions(join(folder, 'package-lock.json'));
  if (wanted === undefined) throw new StepError(`There is no package-lock.json in ${folder}.`);
  const present = await lockedVersions(join(folder, 'node_modules/.package-lock.json'));
  if (present === undefined) return false;
  const complete = [...wanted].every(
    ([name, it]) => it.optional || present.get(name)?.version === it.version,
  );
  return complete && [...present].every(([name, it]) => wanted.get(name)?.version === it.version);
}

/**
 * @param {string} file
 * @returns {Promise<Map<string, { version: string, optional: boolean }> | undefined>}
 */
async function lockedVersions(file) {
  const there = await access(file).then(
    () => true,
    () => false,
  );
  if (!there) return undefined;
  const { packages } = JSON.parse(await readFile(file, 'utf8'));
  const entries = Object.entries(packages).filter(([name]) => name !== '');
  return new Map(
    entries.map(([name, it]) => [
      name,
      { version: it.version, optional: it.optional === true || it.peer === true },
    ]),
  );
}
