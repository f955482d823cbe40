import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { UserError } from '../shared/userError.ts';

/** The first Node 22 whose SQLite needs no flag and whose zlib has zstd: the collector needs both. */
const needed = { major: 22, minor: 15 };

/** What runs this process, and where to look for another. */
export interface NodeSearch {
  /** `process.versions.node`. */
  readonly version: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Folder of the bundles; the project keeps a newer Node beside it. */
  readonly bundles: string;
}

/**
 * Path of the Node that a collector can run under: `undefined` where the one that runs this process will do,
 * else `SPANLINE_NODE`, else the one that the project keeps. Throws a sentence where there is none.
 */
export function collectorNode({ version, env, bundles }: NodeSearch): string | undefined {
  if (isNewEnough(version)) return undefined;
  const named = env['SPANLINE_NODE'] ?? '';
  const found = named === '' ? keptNodes(join(bundles, '..', '.vscode-test')).find(existsSync) : named;
  if (found !== undefined) return found;
  throw new UserError(
    `The collector needs Node ${needed.major}.${needed.minor} or newer, and this is Node ${version}. ` +
      'Install a newer one, or set SPANLINE_NODE to the path of one.',
  );
}

function isNewEnough(version: string): boolean {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  return major > needed.major || (major === needed.major && minor >= needed.minor);
}

/** Node binaries as npm's package `node` lays them out, the newest first. */
function keptNodes(folder: string): string[] {
  const binary = process.platform === 'win32' ? ['bin', 'node.exe'] : ['bin', 'node'];
  return nodeFolders(folder)
    .sort((a, b) => b.localeCompare(a, undefined, { numeric: true }))
    .map((version) => join(folder, version, 'node_modules'))
    .flatMap((modules) => nodeFolders(modules).map((name) => join(modules, name, ...binary)));
}

function nodeFolders(folder: string): string[] {
  return existsSync(folder) ? readdirSync(folder).filter((name) => name.startsWith('node-')) : [];
}
