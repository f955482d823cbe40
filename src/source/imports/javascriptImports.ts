import { joined, parentOf } from '../localPath.ts';
import { nativePath, segmentsOf } from '../sourcePath.ts';
import type { ImportFiles } from './importFiles.ts';
import { type PackageFacts, packageFacts, packageTargets } from './packageJson.ts';
import { type PathAliases, pathAliases } from './tsconfigPaths.ts';

/**
 * What an import of JavaScript or TypeScript means: relative paths, with or without extension or `index`; `paths`
 * and `baseUrl` of the nearest `tsconfig.json` or `jsconfig.json`; `#imports`; packages of the same workspace.
 * Where the target is build output, its source.
 */
export async function javascriptFiles(
  files: ImportFiles,
  from: string,
  module: string,
): Promise<readonly string[]> {
  const specifier = module.replace(/[?].*$/s, '');
  if (/^\.{0,2}(?:\/|$)/.test(specifier))
    return listOf(await atPath(files, joined(parentOf(from), specifier)));
  if (/^[a-z][\w+.-]*:/i.test(specifier) || specifier.split('/').includes('..')) return [];
  const found =
    (await throughPackage(files, from, specifier)) ??
    (await throughAliases(files, from, specifier)) ??
    (await workspacePackage(files, specifier));
  return listOf(found);
}

/** TypeScript's order: `./x.js` is `x.ts` where there is one, since the other is made of it. */
const sourceExtensions = ['.ts', '.tsx', '.mts', '.cts', '.js', '.jsx', '.mjs', '.cjs', '.vue', '.svelte'];
const sourcesOf: Readonly<Record<string, readonly string[]>> = {
  '.js': ['.ts', '.tsx', '.js', '.jsx'],
  '.jsx': ['.tsx', '.jsx'],
  '.mjs': ['.mts', '.mjs'],
  '.cjs': ['.cts', '.cjs'],
};

/** The file at a path without its extension, or with that of what it is compiled to; or the index of the folder. */
async function atPath(files: ImportFiles, path: string): Promise<string | undefined> {
  const file = await files.first(spellings(path));
  if (file !== undefined) return file;
  const own = await files.file(nativePath(path, ['package.json']));
  const facts = own === undefined ? undefined : await files.parsed(own, packageFacts);
  const main = facts?.entries[0];
  const entry = main === undefined ? undefined : await files.first(spellings(joined(path, main)));
  return entry ?? files.first(sourceExtensions.map((extension) => nativePath(path, [`index${extension}`])));
}

function spellings(path: string): readonly string[] {
  const extension = /\.[cm]?jsx?$/.exec(path)?.[0] ?? '';
  const stem = path.slice(0, path.length - extension.length);
  const compiled = (sourcesOf[extension] ?? []).map((one) => stem + one);
  return [...compiled, path, ...sourceExtensions.map((one) => path + one)];
}

/** `#lib/x` by the `imports` of the nearest `package.json`. */
async function throughPackage(
  files: ImportFiles,
  from: string,
  specifier: string,
): Promise<string | undefined> {
  if (!specifier.startsWith('#')) return undefined;
  for (const folder of files.foldersAbove(from)) {
    const facts = await files.parsed(nativePath(folder, ['package.json']), packageFacts);
    if (facts === undefined) continue;
    return ofTargets(files, folder, packageTargets(facts.imports, specifier));
  }
  return undefined;
}

async function throughAliases(
  files: ImportFiles,
  from: string,
  specifier: string,
): Promise<string | undefined> {
  for (const folder of files.foldersAbove(from)) {
    const aliases = (
      await Promise.all(configNames.map((name) => pathAliases(files, nativePath(folder, [name]))))
    ).flat();
    for (const target of aliases.flatMap((one) => aliasTargets(one, specifier))) {
      const found = await atPath(files, target);
      if (found !== undefined) return found;
    }
    // The nearest one counts alone, but a stub that refers to others says nothing of paths.
    if (aliases.length > 0) return undefined;
  }
  return undefined;
}

const configNames = ['tsconfig.json', 'jsconfig.json', 'tsconfig.app.json', 'tsconfig.base.json'];

/** Where a specifier may lie: the pattern with the longest start first, then `baseUrl`. */
function aliasTargets({ patterns, base }: PathAliases, specifier: string): readonly string[] {
  const fitting = patterns
    .flatMap(({ start, end, star, targets }) => {
      const fits = star
        ? specifier.startsWith(start) &&
          specifier.endsWith(end) &&
          specifier.length >= start.length + end.length
        : specifier === start;
      const middle = specifier.slice(start.length, specifier.length - end.length);
      return fits
        ? [{ rank: start.length, targets: targets.map((one) => one.replace('*', () => middle)) }]
        : [];
    })
    .sort((a, b) => b.rank - a.rank);
  const atBase = base === undefined ? [] : [joined(base, specifier)];
  return [...(fitting[0]?.targets ?? []), ...atBase];
}

/** A package of this workspace by its name, with or without a path inside it. */
async function workspacePackage(files: ImportFiles, specifier: string): Promise<string | undefined> {
  const [, name = '', inner = ''] = /^((?:@[^/]+\/)?[^/]+)(?:\/(.+))?$/s.exec(specifier) ?? [];
  const packages = await files.projects('package.json', packageFacts);
  const own = packages.filter(({ said }) => said.name === name && name !== '');
  // Copies of a package are told apart by nothing that an import says.
  const [one] = own;
  if (one === undefined || own.length > 1) return undefined;
  return inner === ''
    ? packageEntry(files, one.folder, one.said)
    : packageInner(files, one.folder, one.said, inner);
}

async function packageEntry(
  files: ImportFiles,
  folder: string,
  facts: PackageFacts,
): Promise<string | undefined> {
  const targets = [...packageTargets(facts.exports, '.'), ...facts.entries];
  return (
    (await ofTargets(files, folder, targets)) ??
    (await atPath(files, nativePath(folder, ['src']))) ??
    files.first(sourceExtensions.map((extension) => nativePath(folder, [`index${extension}`])))
  );
}

async function packageInner(
  files: ImportFiles,
  folder: string,
  facts: PackageFacts,
  inner: string,
): Promise<string | undefined> {
  const exported = await ofTargets(files, folder, packageTargets(facts.exports, `./${inner}`));
  return (
    exported ?? (await atPath(files, joined(folder, inner))) ?? atPath(files, joined(folder, `src/${inner}`))
  );
}

/** The first target that is a source, or whose source lies where build output is usually made from. */
async function ofTargets(
  files: ImportFiles,
  folder: string,
  targets: readonly string[],
): Promise<string | undefined> {
  for (const target of targets) {
    for (const one of [target, ...sourceTargets(target)]) {
      const found = await files.first(spellings(joined(folder, one)));
      if (found !== undefined) return found;
    }
  }
  return undefined;
}

/** `./dist/cjs/orders.d.ts` may be made from `src/orders`, `src/cjs/orders`, `orders` or `lib/orders`. */
function sourceTargets(target: string): readonly string[] {
  const parts = segmentsOf(target.replace(/(?:\.d)?\.[cm]?[jt]sx?$/, '')).filter((part) => part !== '.');
  const [first = '', ...rest] = parts;
  if (!['dist', 'build', 'out', 'lib', 'esm', 'cjs'].includes(first)) return [];
  const tails = rest.length > 1 ? [rest, rest.slice(1)] : [rest];
  return tails.flatMap((tail) => ['src/', '', 'lib/'].map((start) => start + tail.join('/')));
}

function listOf(path: string | undefined): readonly string[] {
  return path === undefined ? [] : [path];
}
