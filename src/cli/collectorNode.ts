import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

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
 * Path of the Node to run a collector under: `SPANLINE_NODE` or the one that the project keeps, where the one
 * that runs this process is too old. `undefined` for that one: also where there is no other, since a collector
 * may be running already, and one that is started says itself what it needs.
 */
export function collectorNode({ version, env, bundles }: NodeSearch): string | undefined {
  if (isNewEnough(version)) return undefined;
  const named = env['SPANLINE_NODE'] ?? '';
  return named === '' ? keptNodes(join(bundles, '..', '.vscode-test')).find(existsSync) : named;
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
