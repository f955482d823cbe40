import { spawn } from 'node:child_process';
import { StepError } from './stepError.mjs';

/** @typedef {import('node:child_process').SpawnOptions} SpawnOptions */

/**
 * Runs a command to its end and keeps what it says; throws with the last of that when it fails.
 * @param {string} command
 * @param {readonly string[]} args
 * @param {SpawnOptions & { failure: string }} options `failure`: the sentence for whoever reads it
 * @returns {Promise<string>}
 */
export async function run(command, args, { failure, ...options }) {
  const child = spawn(command, args, { stdio: ['ignore', 'pipe', 'pipe'], ...options });
  let said = '';
  child.stdout?.on('data', (chunk) => {
    said += chunk;
  });
  child.stderr?.on('data', (chunk) => {
    said += chunk;
  });
  const code = await ended(child);
  if (code === 0) return said;
  throw new StepError(`${failure}\n${command} ${args.join(' ')} ended with ${code}:\n${lastLines(said, 30)}`);
}

/**
 * Runs a command whose output goes straight to the terminal.
 * @param {string} command
 * @param {readonly string[]} args
 * @param {SpawnOptions} [options]
 * @returns {Promise<number>} its exit code; 1 where it could not be started or was ended by a signal
 */
export async function runLoud(command, args, options) {
  return await ended(spawn(command, args, { stdio: 'inherit', ...options }));
}

/** @param {import('node:child_process').ChildProcess} child @returns {Promise<number>} */
export function ended(child) {
  return new Promise((resolve) => {
    child.once('error', (error) => {
      console.error(error.message);
      resolve(1);
    });
    child.once('close', (code) => resolve(code ?? 1));
  });
}

/** @param {string} text @param {number} count */
function lastLines(text, count) {
  return text.trimEnd().split('\n').slice(-count).join('\n');
}
