import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

const reporter = join(import.meta.dirname, 'reportUsage.cjs');

/** A process whose CPU time can be asked for, and which says in its first line that it is ready. */
export class MeasuredProcess<Ready> {
  readonly ready: Ready;
  /** From the start of the process to its first line. */
  readonly startSeconds: number;
  readonly #child: ChildProcess;

  private constructor(child: ChildProcess, ready: Ready, startSeconds: number) {
    this.#child = child;
    this.ready = ready;
    this.startSeconds = startSeconds;
  }

  static async start<Ready>(
    script: string,
    args: readonly string[],
    extraArgs: readonly string[] = [],
  ): Promise<MeasuredProcess<Ready>> {
    const started = performance.now();
    const child = fork(script, [...args], {
      execArgv: ['--require', reporter, ...extraArgs],
      stdio: ['ignore', 'pipe', 'inherit', 'ipc'],
    });
    const line = await firstLine(child);
    return new MeasuredProcess(child, JSON.parse(line) as Ready, (performance.now() - started) / 1e3);
  }

  async cpuSeconds(): Promise<number> {
    const answer = once(this.#child, 'message');
    this.#child.send('usage');
    const [message] = (await answer) as [{ cpuSeconds: number }];
    return message.cpuSeconds;
  }

  async stop(): Promise<void> {
    const exit = once(this.#child, 'exit');
    this.#child.kill('SIGTERM');
    await exit;
  }
}

/** Runs a script to its end and answers its first line. */
export async function runScript<Result>(script: string, args: readonly string[]): Promise<Result> {
  const child = fork(script, [...args], { execArgv: [], stdio: ['ignore', 'pipe', 'inherit', 'ipc'] });
  const exit = once(child, 'exit');
  const line = await firstLine(child);
  await exit;
  return JSON.parse(line) as Result;
}

function firstLine(child: ChildProcess): Promise<string> {
  const { stdout } = child;
  if (stdout === null) throw new Error('The process has no stdout.');
  return new Promise((resolve, reject) => {
    createInterface(stdout).once('line', resolve);
    child.once('exit', (code, signal) =>
      reject(new Error(`It ended with ${signal ?? code} before it was ready.`)),
    );
  });
}
