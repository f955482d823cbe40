import { isBelow, parentOf } from '../localPath.ts';
import { nativePath, segmentsOf } from '../sourcePath.ts';
import type { ImportFiles } from './importFiles.ts';

/** `crate::routes::orders`, `super::db`, `self::x`, `other_crate::api`: the file of the longest part that is a module. */
export async function rustFiles(
  files: ImportFiles,
  from: string,
  module: string,
  name?: string,
): Promise<readonly string[]> {
  const parts = [...module.split('::'), name ?? ''].filter((part) => /^\w+$/.test(part));
  const start = await startOf(files, from, parts);
  if (start === undefined) return [];
  for (let length = start.rest.length; length > 0; length--) {
    const segments = start.rest.slice(0, length);
    const last = segments.at(-1) as string;
    const found = await files.first([
      nativePath(start.folder, [...segments.slice(0, -1), `${last}.rs`]),
      nativePath(start.folder, [...segments, 'mod.rs']),
    ]);
    if (found !== undefined) return [found];
  }
  return start.root === undefined ? [] : [start.root];
}

/** Where the modules of a path lie, what is left of it, and the file of the crate or module itself. */
interface Start {
  readonly folder: string;
  readonly rest: readonly string[];
  readonly root: string | undefined;
}

async function startOf(
  files: ImportFiles,
  from: string,
  parts: readonly string[],
): Promise<Start | undefined> {
  const [first, ...rest] = parts;
  const crates = await files.projects('Cargo.toml', cratePackage);
  if (first === 'crate') {
    const own = crates
      .filter(({ folder, said }) => said !== '' && isBelow(from, folder))
      .sort((a, b) => b.folder.length - a.folder.length)[0];
    return own === undefined ? undefined : crateStart(files, own.folder, rest);
  }
  if (first === 'self' || first === 'super') return climbed(from, parts);
  const sibling = crates.find(({ said }) => said.replaceAll('-', '_') === first);
  if (sibling !== undefined) return crateStart(files, sibling.folder, rest);
  return first === undefined ? undefined : { folder: childFolder(from), rest: parts, root: undefined };
}

async function crateStart(files: ImportFiles, folder: string, rest: readonly string[]): Promise<Start> {
  const source = nativePath(folder, ['src']);
  const root = await files.first(['lib.rs', 'main.rs'].map((name) => nativePath(source, [name])));
  return { folder: source, rest, root };
}

function climbed(from: string, parts: readonly string[]): Start {
  let folder = childFolder(from);
  let index = 0;
  for (; parts[index] === 'self' || parts[index] === 'super'; index++) {
    if (parts[index] === 'super') folder = parentOf(folder);
  }
  return { folder, rest: parts.slice(index), root: undefined };
}

/** Where the modules of a file lie: beside `main.rs`, `lib.rs` and `mod.rs`, else in the folder of the file's name. */
function childFolder(from: string): string {
  const name = (segmentsOf(from).at(-1) ?? '').replace(/\.rs$/, '');
  return ['main', 'lib', 'mod'].includes(name) ? parentOf(from) : nativePath(parentOf(from), [name]);
}

/** The name of the package that a `Cargo.toml` is of; empty for a workspace alone. */
export function cratePackage(text: string): string {
  const table = /^\[package\]\s*$([\s\S]*?)(?=^\[|(?![\s\S]))/m.exec(text)?.[1] ?? '';
  return /^[ \t]*name[ \t]*=[ \t]*["']([^"']+)["']/m.exec(table)?.[1] ?? '';
}
