import { readFile, writeFile } from 'node:fs/promises';
import { dirname, isAbsolute, join, resolve } from 'node:path';
import { contentFolder, contentHash } from './contentFolder.ts';
import { type GoBuild, GoRefusal, goSdk } from './goBuild.ts';
import type { GoSdkCopy } from './goSdkCopy.ts';

/**
 * A go.work outside the workspace, in which the copy replaces the SDK: the user's own one with absolute paths, or
 * one of his module alone. Answers its path, after `go` has accepted it.
 */
export async function makeGoWork(build: GoBuild, sdk: GoSdkCopy): Promise<string> {
  const base = build.work === undefined ? await workOfModule(build) : await readFile(build.work, 'utf8');
  const sums = build.work === undefined ? '' : await sumsOf(build.work);
  const replacement = `-replace=${goSdk}@${sdk.version}=${sdk.directory}`;
  const folder = join(
    build.cache,
    `work-${contentHash(build.work ?? build.module, base, sums, replacement)}`,
  );
  await contentFolder(folder, async (draft) => {
    const file = join(draft, 'go.work');
    await writeFile(file, base);
    if (sums !== '') await writeFile(join(draft, 'go.work.sum'), sums);
    await build.go(['work', 'edit', ...(await absolutePaths(build)), replacement, file], draft, {
      GOWORK: 'off',
    });
  });
  const file = join(folder, 'go.work');
  await verify(build, sdk, file);
  return file;
}

interface GoMod {
  readonly Go?: string;
  readonly Toolchain?: string;
  /** Go looks into go.work for them, once there is one. */
  readonly GoDebug?: readonly { readonly Key: string; readonly Value: string }[] | null;
}

async function workOfModule({ go, module }: GoBuild): Promise<string> {
  const mod = JSON.parse(await go(['mod', 'edit', '-json'], module)) as GoMod;
  return [
    // Without one Go takes a module for one of this version.
    `go ${mod.Go ?? '1.16'}`,
    ...(mod.Toolchain === undefined ? [] : [`toolchain ${mod.Toolchain}`]),
    ...(mod.GoDebug ?? []).map(({ Key, Value }) => `godebug ${Key}=${Value}`),
    `use ${JSON.stringify(module)}`,
    '',
  ].join('\n');
}

async function sumsOf(work: string): Promise<string> {
  return readFile(`${work}.sum`, 'utf8').catch(() => '');
}

interface GoWorkPaths {
  readonly Use?: readonly { readonly DiskPath: string }[] | null;
  readonly Replace?: readonly { readonly Old: GoModuleVersion; readonly New: GoModuleVersion }[] | null;
}

interface GoModuleVersion {
  readonly Path: string;
  readonly Version?: string;
}

/** The edits that make a user's go.work mean the same elsewhere. */
async function absolutePaths({ go, work }: GoBuild): Promise<string[]> {
  if (work === undefined) return [];
  const folder = dirname(work);
  const { Use, Replace } = JSON.parse(await go(['work', 'edit', '-json', work], folder)) as GoWorkPaths;
  const uses = (Use ?? []).filter(({ DiskPath }) => !isAbsolute(DiskPath));
  const replaces = (Replace ?? []).filter(({ New }) => New.Version === undefined && !isAbsolute(New.Path));
  return [
    ...uses.map(({ DiskPath }) => `-dropuse=${DiskPath}`),
    ...uses.map(({ DiskPath }) => `-use=${resolve(folder, DiskPath)}`),
    ...replaces.map(({ Old, New }) => `-replace=${written(Old)}=${resolve(folder, New.Path)}`),
  ];
}

function written({ Path, Version }: GoModuleVersion): string {
  return Version === undefined ? Path : `${Path}@${Version}`;
}

/** A workspace follows other rules than a module does: what `go` would refuse is found here, not in the user's build. */
async function verify({ go, module }: GoBuild, sdk: GoSdkCopy, work: string): Promise<void> {
  const text = await go(['list', '-m', '-json', goSdk], module, { GOWORK: work });
  const { Dir, Version } = JSON.parse(text) as { readonly Dir?: string; readonly Version?: string };
  if (Version !== sdk.version || Dir === undefined || resolve(Dir) !== resolve(sdk.directory))
    throw new GoRefusal(
      `In a workspace this module would be built with ${goSdk} ${Version}, not ${sdk.version}.`,
    );
}
