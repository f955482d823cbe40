import { spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** How a run of the command line ended. */
export interface CliResult {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** The command line with a data directory of its own; a collector that it starts takes any free ports. */
export class CliRun {
  readonly data: string;
  readonly #script: string;

  static async create(script: string): Promise<CliRun> {
    return new CliRun(script, await mkdtemp(join(tmpdir(), 'spanline-cli-')));
  }

  private constructor(script: string, data: string) {
    this.#script = script;
    this.data = data;
  }

  /** Runs it with the words, and with the options that keep a test to itself. */
  run(...words: readonly string[]): Promise<CliResult> {
    const own = words.includes('--data') ? [] : ['--data', this.data];
    return this.runPlainly(...words, ...own, '--otlp-grpc', '0', '--otlp-http', '0');
  }

  /** Runs it with the words alone. */
  runPlainly(...words: readonly string[]): Promise<CliResult> {
    return this.#spawn(words, Number.POSITIVE_INFINITY);
  }

  /** Runs it and stops reading its output after the first bytes, as `| head` does. */
  runBriefly(...words: readonly string[]): Promise<CliResult> {
    return this.#spawn([...words, '--data', this.data], 1);
  }

  /** The lines of a run with `--json`, parsed. */
  async json(...words: readonly string[]): Promise<unknown[]> {
    const { stdout, stderr } = await this.run(...words, '--json');
    if (stderr !== '') throw new Error(stderr);
    return stdout
      .split('\n')
      .filter((line) => line !== '')
      .map((line): unknown => JSON.parse(line));
  }

  async dispose(): Promise<void> {
    await this.runPlainly('stop', '--data', this.data);
    await rm(this.data, { recursive: true, force: true });
  }

  #spawn(words: readonly string[], bytesRead: number): Promise<CliResult> {
    return new Promise((resolve, reject) => {
      const child = spawn(process.execPath, [this.#script, ...words], {
        stdio: ['ignore', 'pipe', 'pipe'],
        cwd: tmpdir(),
      });
      let stdout = '';
      let stderr = '';
      child.stdout.setEncoding('utf8').on('data', (chunk: string) => {
        stdout += chunk;
        if (stdout.length >= bytesRead) child.stdout.destroy();
      });
      child.stderr.setEncoding('utf8').on('data', (chunk: string) => {
        stderr += chunk;
      });
      child.on('error', reject);
      child.on('close', (code) => resolve({ code, stdout, stderr }));
    });
  }
}
