import { joined, parentOf } from '../localPath.ts';
import { readJson } from '../readJson.ts';
import { valueAt } from '../valueAt.ts';
import type { ImportFiles } from './importFiles.ts';

/** `paths` and `baseUrl` of a configuration, with absolute targets. */
export interface PathAliases {
  readonly patterns: readonly AliasPattern[];
  readonly base: string | undefined;
}

/** `@app/*` is start `@app/`, end empty, with a star. */
export interface AliasPattern {
  readonly start: string;
  readonly end: string;
  readonly star: boolean;
  readonly targets: readonly string[];
}

/** Configurations inherit from one another, and nobody means a circle. */
const maxExtends = 8;

/** The aliases of a `tsconfig.json` with what it inherits; empty where none of them says anything of paths. */
export async function pathAliases(files: ImportFiles, path: string): Promise<readonly PathAliases[]> {
  let patterns: readonly AliasPattern[] | undefined;
  let base: string | undefined;
  const pending = [path];
  for (let round = 0; round < maxExtends && pending.length > 0; round++) {
    const current = pending.shift() as string;
    const said = await files.parsed(current, readConfig);
    if (said === undefined) continue;
    const folder = parentOf(current);
    const own = said.baseUrl === undefined ? undefined : joined(folder, said.baseUrl);
    patterns ??= said.paths === undefined ? undefined : patternsOf(said.paths, own ?? folder);
    base ??= own;
    pending.push(...said.extends.filter((one) => one.startsWith('.')).map((one) => configPath(folder, one)));
  }
  return patterns === undefined && base === undefined ? [] : [{ patterns: patterns ?? [], base }];
}

interface Config {
  readonly extends: readonly string[];
  readonly baseUrl: string | undefined;
  readonly paths: Readonly<Record<string, unknown>> | undefined;
}

function readConfig(text: string): Config {
  const said = readJson(text);
  const options = valueAt(said, 'compilerOptions');
  const baseUrl = valueAt(options, 'baseUrl');
  const paths = valueAt(options, 'paths');
  return {
    extends: [valueAt(said, 'extends')].flat().filter((one) => typeof one === 'string'),
    baseUrl: typeof baseUrl === 'string' ? baseUrl : undefined,
    paths: typeof paths === 'object' && paths !== null ? { ...paths } : undefined,
  };
}

function patternsOf(paths: Readonly<Record<string, unknown>>, folder: string): readonly AliasPattern[] {
  return Object.entries(paths).map(([pattern, targets]) => {
    const star = pattern.indexOf('*');
    const texts = [targets].flat().filter((one) => typeof one === 'string');
    return {
      start: star < 0 ? pattern : pattern.slice(0, star),
      end: star < 0 ? '' : pattern.slice(star + 1),
      star: star >= 0,
      targets: texts.map((one) => joined(folder, one)),
    };
  });
}

function configPath(folder: string, name: string): string {
  return joined(folder, /\.json$/.test(name) ? name : `${name}.json`);
}
