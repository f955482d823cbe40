import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { UserError } from '../shared/userError.ts';

/** The first Node 22 whose SQLite needs no flag and whose zlib has zstd. */
const needed = { major: 22, minor: 15 };

/**
 * Makes sure that what follows runs under a Node with `node:sqlite`. Answers `true` where this one has it;
 * otherwise runs the same command line under a newer Node, with this one's stdio, passes signals on, ends
 * with its exit code, and answers `false`: the caller has nothing more to do. Throws a sentence where no
 * newer Node is found.
 *
 * The newer one is `SPANLINE_NODE`, else the one that the project keeps beside `folder`.
 */
export function runsUnderNewEnoughNode(folder: string): boolean {
  if (isNewEnough(process.versions.node)) {
    endWithParent();
    return true;
  }
  const newer = newerNode(folder);
  if (newer === undefined) throw new UserError(sentence());
  handOver(newer);
  return false;
}

function isNewEnough(version: string): boolean {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  return major > needed.major || (major === needed.major && minor >= needed.minor);
}

function newerNode(folder: string): string | undefined {
  const named = process.env['SPANLINE_NODE'];
  if (named !== undefined && named !== '') return named;
  return keptNodes(join(folder, '..', '.vscode-test')).find(existsSync);
}

/** Node binaries as npm's package `node` lays them out, the newest first. */
function keptNodes(folder: string): string[] {
  if (!existsSync(folder)) return [];
  const versions = readdirSync(folder).filter((name) => name.startsWith('node-'));
  return versions
    .sort((a, b) => b.localeCompare(a, undefined, { numeric: true }))
    .flatMap((version) => nodesIn(join(folder, version, 'node_modules')));
}

function nodesIn(modules: string): string[] {
  if (!existsSync(modules)) return [];
  const binary = process.platform === 'win32' ? ['bin', 'node.exe'] : ['bin', 'node'];
  return readdirSync(modules)
    .filter((name) => name.startsWith('node-'))
    .map((name) => join(modules, name, ...binary));
}

function handOver(node: string): void {
  const child = spawn(node, [...process.execArgv, ...process.argv.slice(1)], {
    stdio: ['inherit', 'inherit', 'inherit', 'ipc'],
    env: { ...process.env, [heirVariable]: '1' },
  });
  passSignals(child);
  child.on('error', (error) => {
    process.stderr.write(`${node} could not be started (${error.message}). ${sentence()}\n`);
    process.exit(1);
  });
  child.on('exit', (code, signal) => {
    process.exit(code ?? (signal === 'SIGKILL' ? 137 : 143));
  });
}

function passSignals(child: ChildProcess): void {
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => child.kill(signal));
}

const heirVariable = 'SPANLINE_HEIR';

/** The channel to the parent closes even when the parent is killed, and then this process must not stay. */
function endWithParent(): void {
  if (process.env[heirVariable] === undefined || process.channel === undefined) return;
  delete process.env[heirVariable];
  process.on('disconnect', () => process.kill(process.pid, 'SIGTERM'));
  process.channel?.unref();
}

function sentence(): string {
  return (
    `Spanline needs Node ${needed.major}.${needed.minor} or newer, and this is Node ${process.versions.node}. ` +
    'Install a newer one, or set SPANLINE_NODE to the path of one.'
  );
}
