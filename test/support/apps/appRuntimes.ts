import { execFile } from 'node:child_process';
import { promisify, stripVTControlCharacters } from 'node:util';
import { environment } from '../installs.mjs';
import type { AppSpec } from './appSpec.ts';

const versionWords: Readonly<Record<string, readonly string[]>> = {
  python3: ['--version'],
  node: ['--version'],
  java: ['-version'],
  mvn: ['--version'],
  go: ['version'],
  cargo: ['--version'],
};

/** Why the app cannot run on this machine: a sentence, or `undefined`. */
export async function missingRuntime({ runtimes }: Pick<AppSpec, 'runtimes'>): Promise<string | undefined> {
  for (const [command, least] of Object.entries(runtimes)) {
    const version = await versionOf(command);
    if (version === undefined) return `There is no ${command}.`;
    if (isOlder(version, least)) return `${command} is ${version}, and ${least} is needed.`;
  }
  return undefined;
}

/** The first number with a dot or of its own in what the command says of itself. */
async function versionOf(command: string): Promise<string | undefined> {
  const words = versionWords[command];
  if (words === undefined) throw new Error(`Nothing is known of a runtime "${command}".`);
  try {
    const { stdout, stderr } = await promisify(execFile)(command, words, { env: environment() });
    // Maven writes in colour even where nobody sees it.
    return /\d+(?:\.\d+)*/.exec(stripVTControlCharacters(stdout + stderr))?.[0];
  } catch {
    return undefined;
  }
}

export function isOlder(version: string, least: string): boolean {
  const have = version.split('.').map(Number);
  const need = least.split('.').map(Number);
  const differing = need.findIndex((part, i) => part !== (have[i] ?? 0));
  return differing >= 0 && (have[differing] ?? 0) < (need[differing] ?? 0);
}
