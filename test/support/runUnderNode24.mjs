import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { environment } from './installs.mjs';
import { node24, root } from './paths.mjs';
import { startedMillis, startedVariable } from './progress.mjs';
import { ended } from './run.mjs';

// npm passes a signal on to its shell alone, which dies of it and leaves us behind.
const parent = process.ppid;

/**
 * Runs a TypeScript program of this folder and ends as it does. It notices the end of this process by its channel.
 * @param {string} program
 * @param {readonly string[]} args
 */
export async function runUnderNode24(program, args) {
  const options = ['--disable-warning=ExperimentalWarning', join(import.meta.dirname, program)];
  const child = spawn(node24, [...options, ...args], {
    cwd: root,
    env: { ...environment(), [startedVariable]: String(startedMillis) },
    stdio: ['inherit', 'inherit', 'inherit', 'ipc'],
  });
  // Ctrl+C reaches the child by itself; a signal to this process alone is passed on.
  process.on('SIGINT', () => undefined);
  for (const signal of /** @type {const} */ (['SIGTERM', 'SIGHUP']))
    process.on(signal, () => child.kill(signal));
  const orphaned = setInterval(() => process.ppid !== parent && child.kill('SIGTERM'), 500);
  process.exitCode = await ended(child);
  clearInterval(orphaned);
}
