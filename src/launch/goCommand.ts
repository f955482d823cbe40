import { execFile } from 'node:child_process';

export type GoEnvironment = Readonly<Record<string, string | undefined>>;

/** Runs `go`; fails with a `GoFailure`. */
export type GoCommand = (args: readonly string[], directory: string, env?: GoEnvironment) => Promise<string>;

/** What `go` said when it failed. */
export class GoFailure extends Error {
  override readonly name = 'GoFailure';
  readonly isMissing: boolean;

  constructor(text: string, isMissing: boolean) {
    super(text);
    this.isMissing = isMissing;
  }
}

// Long enough for a toolchain or a module that is fetched first; a launch must not hang on it.
const patienceMillis = 60_000;

/** Runs `go` with an environment, to which each call may add; a variable of the value `undefined` is taken away. */
export function goCommand(go: string, base: GoEnvironment): GoCommand {
  return (args, directory, env = {}) =>
    new Promise((resolve, reject) => {
      const options = {
        cwd: directory,
        env: { ...base, ...env },
        timeout: patienceMillis,
        maxBuffer: 1 << 24,
      };
      execFile(go, args, options, (error, stdout, stderr) => {
        if (error === null) resolve(stdout);
        else
          reject(
            new GoFailure(firstLine(stderr) || `"go ${args.join(' ')}" failed`, error.code === 'ENOENT'),
          );
      });
    });
}

function firstLine(text: string): string {
  return (text.split('\n').find((line) => line.trim() !== '') ?? '').trim();
}
