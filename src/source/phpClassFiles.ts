import { type ClassPrefix, composerPrefixes } from './imports/typeImports.ts';
import { nativePath } from './sourcePath.ts';
import type { FileReader } from './workspaceFiles.ts';

/** Composer files of a workspace that are read. */
const maxManifests = 50;

/**
 * Files that hold a class of PHP (`App.Http.Foo` or `App\Http\Foo`) and are called `basename`, by the PSR-4 rules of the
 * workspace's `composer.json` files; several where two of its projects have the class.
 */
export async function phpClassFiles(
  className: string,
  basename: string,
  files: FileReader,
): Promise<readonly string[]> {
  const parts = className.split(/[.\\]/).filter((part) => part !== '');
  // A function or a second class of a file does not lead to it.
  if (`${parts.at(-1)}.php` !== basename) return [];
  const found = new Set<string>();
  for (const { folder, prefix, directory } of await rulesOf(files)) {
    if (!prefix.every((part, index) => parts[index] === part) || prefix.length >= parts.length) continue;
    const segments = [...directory, ...parts.slice(prefix.length, -1), basename];
    const real = await files.realPath(nativePath(folder, segments));
    if (real !== undefined) found.add(nativePath(folder, segments));
  }
  return [...found];
}

interface Rule {
  readonly folder: string;
  readonly prefix: readonly string[];
  readonly directory: readonly string[];
}

async function rulesOf(files: FileReader): Promise<readonly Rule[]> {
  const paths = (await files.named('composer.json')).slice(0, maxManifests);
  const rules = await Promise.all(
    paths.map(async (path) => {
      const folder = path.slice(0, -'/composer.json'.length);
      const prefixes = composerPrefixes((await files.readText(path)) ?? '');
      return prefixes.flatMap((one) => ruleOf(folder, one));
    }),
  );
  return rules.flat();
}

function ruleOf(folder: string, { prefix, directory }: ClassPrefix): readonly Rule[] {
  const segments = directory.split(/[\\/]/).filter((part) => part !== '' && part !== '.');
  // Out of the project is out of what the user opened.
  if (segments.includes('..')) return [];
  return [{ folder, prefix: prefix.split('\\').filter((part) => part !== ''), directory: segments }];
}
