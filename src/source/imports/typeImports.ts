import { joined } from '../localPath.ts';
import { readJson } from '../readJson.ts';
import { nativePath } from '../sourcePath.ts';
import { entriesAt, valueAt } from '../valueAt.ts';
import type { ImportFiles } from './importFiles.ts';

/** Java's and Kotlin's types by their full name, also where a member or nothing follows: `com.acme.Foo.*`. */
export function javaFiles(
  files: ImportFiles,
  _from: string,
  module: string,
  name?: string,
): Promise<readonly string[]> {
  return typeFiles(files, partsOf(module, name, '.'), ['.java', '.kt', '.groovy', '.scala']);
}

/** C#'s types by their full name; a namespace alone is no file. */
export async function csharpFiles(
  files: ImportFiles,
  _from: string,
  module: string,
  name?: string,
): Promise<readonly string[]> {
  const parts = partsOf(module, name, '.');
  const found = await files.named(`${parts.at(-1) ?? ''}.cs`);
  const namespace = parts.slice(0, -1).join('.');
  if (namespace === '' || found.length === 0) return found;
  const texts = await Promise.all(found.map((path) => files.text(path)));
  return found.filter((_, index) => texts[index]?.includes(namespace));
}

/** PHP's classes by their full name: PSR-4 of any `composer.json`, else the file whose folders are the namespace. */
export async function phpFiles(
  files: ImportFiles,
  _from: string,
  module: string,
  name?: string,
): Promise<readonly string[]> {
  const parts = partsOf(module, name, '\\');
  const type = parts.join('\\');
  const candidates = (await files.projects('composer.json', composerPrefixes)).flatMap(({ folder, said }) =>
    said
      .filter(({ prefix }) => type.startsWith(prefix))
      .map(({ prefix, directory }) => ({
        rank: prefix.length,
        path: nativePath(joined(folder, directory), `${type.slice(prefix.length)}.php`.split('\\')),
      })),
  );
  candidates.sort((a, b) => b.rank - a.rank);
  const found = await files.first(candidates.map(({ path }) => path));
  if (found !== undefined) return [found];
  return typeFiles(files, parts, ['.php']);
}

/** What PSR-4 says: classes that begin with a prefix lie in a directory relative to the `composer.json`. */
export interface ClassPrefix {
  readonly prefix: string;
  readonly directory: string;
}

/** The PSR-4 table of a `composer.json`, that for development included. */
export function composerPrefixes(text: string): readonly ClassPrefix[] {
  const said = readJson(text);
  return ['autoload', 'autoload-dev'].flatMap((key) =>
    entriesAt(valueAt(said, key), 'psr-4').flatMap(([prefix, directories]) =>
      [directories]
        .flat()
        .flatMap((directory) => (typeof directory === 'string' ? [{ prefix, directory }] : [])),
    ),
  );
}

function partsOf(module: string, name: string | undefined, separator: string): readonly string[] {
  const parts = module.split(separator).filter((part) => part !== '' && part !== '*');
  const more = name !== undefined && name !== '*' && name !== 'default' && parts.at(-1) !== name;
  return more ? [...parts, name] : parts;
}

/** Files that end with the whole name, else with the name without its last part, which then is a member. */
async function typeFiles(
  files: ImportFiles,
  parts: readonly string[],
  extensions: readonly string[],
): Promise<readonly string[]> {
  for (const segments of [parts, parts.slice(0, -1)]) {
    const last = segments.at(-1);
    // A bare name says too little, and a package is no type.
    if (last === undefined || segments.length < 2) continue;
    const wanted = extensions.map((extension) => [...segments.slice(0, -1), last + extension]);
    const found = (await Promise.all(wanted.map((one) => files.ending(one)))).flat();
    if (found.length > 0) return found;
  }
  return [];
}
