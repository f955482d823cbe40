import { type ChildProcess, type SpawnOptions, spawn } from 'node:child_process';
import { constants } from 'node:os';
import { UserError } from '../shared/userError.ts';
import type { CommandContext } from './commandContext.ts';
import type { Launch } from './launch.ts';
import { launchRequest } from './launchRequest.ts';
import { windowsCommandLine } from './windowsCommandLine.ts';

const passedOn = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/** Runs a program with this terminal, and ends as it ends: with its exit code, or 128 and its signal. */
export async function runProgramCommand(context: CommandContext, launch: Launch): Promise<void> {
  const { argument: command, rest = [] } = context.invocation;
  const { changes, notes } = await launch(await launchRequest(context));
  for (const note of notes) process.stderr.write(`Spanline: ${note}\n`);
  const added = Object.fromEntries(changes.map(({ name, value }) => [name, value]));
  process.exitCode = await run(command, rest, { ...process.env, ...added });
}

async function run(command: string, words: readonly string[], env: NodeJS.ProcessEnv): Promise<number> {
  const child = start(command, words, { env, stdio: 'inherit' });
  // A terminal sends Ctrl+C to the program itself, and many take a second one for "now, at any price".
  const pass = (signal: NodeJS.Signals): void => {
    if (signal !== 'SIGINT' || !hasTerminal()) child.kill(signal);
  };
  for (const signal of passedOn) process.on(signal, pass);
  try {
    return await new Promise((resolve, reject) => {
      child.once('error', (error) => reject(cannotRun(command, error)));
      child.once('exit', (code, signal) => resolve(code ?? 128 + constants.signals[signal ?? 'SIGTERM']));
    });
  } finally {
    for (const signal of passedOn) process.off(signal, pass);
  }
}

function start(command: string, words: readonly string[], options: SpawnOptions): ChildProcess {
  return process.platform === 'win32'
    ? spawn(windowsCommandLine([command, ...words]), { ...options, shell: true })
    : spawn(command, words, options);
}

function hasTerminal(): boolean {
  return process.stdin.isTTY || process.stdout.isTTY || process.stderr.isTTY;
}

function cannotRun(command: string, error: NodeJS.ErrnoException): UserError {
  const why = error.code === 'ENOENT' ? 'there is no such program on the PATH' : error.message;
  return new UserError(`"${command}" cannot be run: ${why}.`);
}
