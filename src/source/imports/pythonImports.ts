import { parentOf } from '../localPath.ts';
import { nativePath } from '../sourcePath.ts';
import type { ImportFiles } from './importFiles.ts';

/**
 * `shop.views`, `.orders`, `..models`: a module's file, or its package's `__init__.py`. What an absolute name is
 * relative to is a folder above the importing file, or its `src`; else the only place where the whole name fits.
 */
export async function pythonFiles(
  files: ImportFiles,
  from: string,
  module: string,
  name?: string,
): Promise<readonly string[]> {
  const [, dots = '', rest = ''] = /^(\.*)(.*)$/s.exec(module) ?? [];
  const parts = rest.split('.').filter((part) => part !== '');
  if (parts.some((part) => /[\\/]/.test(part))) return [];
  const withName = name === undefined || !/^\w+$/.test(name) ? [] : [[...parts, name]];
  const roots = dots === '' ? rootsOf(files, from) : [relativeRoot(from, dots.length)];
  const found = new Set<string>();
  for (const wanted of [...withName, parts]) {
    const path = await inRoots(files, roots, wanted);
    for (const one of path === undefined && dots === '' ? await anywhere(files, wanted) : [path ?? ''])
      found.add(one);
  }
  found.delete('');
  return [...found];
}

/** The package that leading dots mean. */
function relativeRoot(from: string, dots: number): string {
  let folder = parentOf(from);
  for (let level = 1; level < dots; level++) folder = parentOf(folder);
  return folder;
}

function rootsOf(files: ImportFiles, from: string): readonly string[] {
  return files.foldersAbove(from).flatMap((folder) => [folder, nativePath(folder, ['src'])]);
}

async function inRoots(
  files: ImportFiles,
  roots: readonly string[],
  parts: readonly string[],
): Promise<string | undefined> {
  for (const root of roots) {
    const path = await files.first(spellings(parts).map((segments) => nativePath(root, segments)));
    if (path !== undefined) return path;
  }
  return undefined;
}

/** One part alone is too common a name to be looked for everywhere. */
async function anywhere(files: ImportFiles, parts: readonly string[]): Promise<readonly string[]> {
  if (parts.length < 2) return [];
  const found = await Promise.all(spellings(parts).map((segments) => files.ending(segments)));
  return found.flat();
}

function spellings(parts: readonly string[]): readonly (readonly string[])[] {
  const package_ = [...parts, '__init__.py'];
  const last = parts.at(-1);
  return last === undefined ? [package_] : [[...parts.slice(0, -1), `${last}.py`], package_];
}
