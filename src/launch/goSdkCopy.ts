import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join, relative, sep } from 'node:path';
import { contentFolder, contentHash } from './contentFolder.ts';
import { type GoBuild, GoRefusal, goSdk } from './goBuild.ts';
import { GoFailure } from './goCommand.ts';
import { patchGoSdk } from './goSdkPatch.ts';

/** The module that the build uses, and the copy of it that has our processor. */
export interface GoSdkCopy {
  /** `v1.47.0` */
  readonly version: string;
  /** Absolute; writable, so that it can be deleted. */
  readonly directory: string;
}

interface GoModule {
  readonly Version: string;
  /** Where its files are; not there before it is downloaded. */
  readonly Dir?: string;
  readonly Replace?: { readonly Version?: string };
}

export async function copyGoSdk(build: GoBuild): Promise<GoSdkCopy> {
  const module = await findSdk(build);
  const version = module.Version;
  const from = module.Dir ?? (await download(build, module));
  const files = await patchedFiles(build, join(from, 'trace'), version);
  const directory = join(build.cache, `sdk-${version}-${contentHash(from, JSON.stringify(files))}`);
  await contentFolder(directory, async (draft) => {
    await copyModule(from, draft);
    await writeAll(join(draft, 'trace'), files);
  });
  return { version, directory };
}

/** The files of package `trace` that differ from those in its directory, by name. */
export async function patchedFiles(
  { added }: GoBuild,
  directory: string,
  version: string,
): Promise<Readonly<Record<string, string>>> {
  const provider = await readFile(join(directory, 'provider.go'), 'utf8');
  const span = await readFile(join(directory, 'span.go'), 'utf8');
  const patched = patchGoSdk({ provider, span });
  if (patched !== undefined) return { 'provider.go': patched, ...added };
  throw new GoRefusal(
    `Capture does not fit ${goSdk} ${version}, it needs 1.11.2 or newer: "go get ${goSdk}@latest" updates it.`,
  );
}

export async function writeAll(folder: string, files: Readonly<Record<string, string>>): Promise<void> {
  for (const [name, text] of Object.entries(files)) await writeFile(join(folder, name), text);
}

async function findSdk({ go, module }: GoBuild): Promise<GoModule> {
  const text = await go(['list', '-m', '-json', goSdk], module).catch((error: unknown) => {
    if (!(error instanceof GoFailure && error.message.includes('not a known dependency'))) throw error;
    throw new GoRefusal(`This module does not use the OpenTelemetry SDK: "go get ${goSdk}" adds it.`);
  });
  const found = JSON.parse(text) as GoModule;
  if (found.Replace !== undefined && found.Replace.Version === undefined)
    throw new GoRefusal(`A directory of yours replaces ${goSdk}, and capture leaves it alone.`);
  return found;
}

/** The build would fetch it as well, into the same place. Answers where it is. */
async function download({ go, cache }: GoBuild, { Version, Replace }: GoModule): Promise<string> {
  if (Replace !== undefined) throw new GoRefusal(`${goSdk} is not there yet: run "go mod download" once.`);
  const nowhere = join(cache, 'empty');
  await mkdir(nowhere, { recursive: true });
  const args = ['mod', 'download', '-json', `${goSdk}@${Version}`];
  const text = await go(args, nowhere, { GOWORK: 'off', GOFLAGS: '' });
  return (JSON.parse(text) as { readonly Dir: string }).Dir;
}

/** Without tests, and without modules inside it. */
async function copyModule(from: string, to: string): Promise<void> {
  const entries = await readdir(from, { recursive: true, withFileTypes: true });
  const inner = entries
    .filter(({ name, parentPath }) => name === 'go.mod' && parentPath !== from)
    .map(({ parentPath }) => parentPath + sep);
  for (const entry of entries) {
    const { parentPath, name } = entry;
    const isInner = inner.some((module) => (parentPath + sep).startsWith(module));
    if (!entry.isFile() || isInner || name.endsWith('_test.go')) continue;
    const folder = join(to, relative(from, parentPath));
    await mkdir(folder, { recursive: true });
    // Not copied as they are: the files of the module cache are read-only.
    await writeFile(join(folder, name), await readFile(join(parentPath, name)));
  }
}
