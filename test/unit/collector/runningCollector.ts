import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { findCollector } from '../../../src/client/findCollector.ts';
import { ensureExists } from '../../../src/shared/assert.ts';
import type { ReadyLine } from '../../../src/shared/collectorState.ts';
import type { CollectorApi, CollectorChange } from '../../../src/shared/protocol.ts';

/** How a process ended, and what it said. */
export interface Ended {
  readonly code: number | null;
  readonly signal: string | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface RunOptions {
  readonly node?: string;
  readonly env?: NodeJS.ProcessEnv;
}

/** Runs a command line of the collector to its end. */
export async function runCollector(
  script: string,
  args: readonly string[],
  options: RunOptions = {},
): Promise<Ended> {
  const child = spawn(options.node ?? process.execPath, [script, ...args], {
    env: { ...process.env, ...options.env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const [stdout, stderr] = [gather(child.stdout), gather(child.stderr)];
  const [code, signal] = (await once(child, 'close')) as [number | null, string | null];
  return { code, signal, stdout: stdout(), stderr: stderr() };
}

export function temporaryFolder(): string {
  return mkdtempSync(join(tmpdir(), 'spanline-collector-'));
}

/** A collector process of a test. */
export class RunningCollector {
  readonly ready: ReadyLine;
  readonly process: ChildProcess;
  readonly stderr: () => string;

  static async start(
    script: string,
    data: string,
    args: readonly string[] = ['--otlp-grpc', '0', '--otlp-http', '0'],
    options: RunOptions = {},
  ): Promise<RunningCollector> {
    const child = spawn(options.node ?? process.execPath, [script, 'serve', '--data', data, ...args], {
      env: { ...process.env, ...options.env },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    const stderr = gather(child.stderr);
    const line = await firstLine(child, stderr);
    return new RunningCollector(child, JSON.parse(line) as ReadyLine, stderr);
  }

  private constructor(child: ChildProcess, ready: ReadyLine, stderr: () => string) {
    this.process = child;
    this.ready = ready;
    this.stderr = stderr;
  }

  /** Asks over the private socket. */
  async ask<T>(question: (api: CollectorApi) => Promise<T>): Promise<T> {
    const connection = ensureExists(
      await findCollector(this.ready.data, { name: 'test', onChange: () => undefined }),
    );
    try {
      return await question(connection.rpc.remote);
    } finally {
      connection.dispose();
    }
  }

  /** Hears of changes until `stop`. */
  async listen(onChange: (change: CollectorChange) => void): Promise<() => void> {
    const connection = ensureExists(await findCollector(this.ready.data, { name: 'listener', onChange }));
    return () => connection.dispose();
  }

  async end(signal: NodeJS.Signals = 'SIGTERM'): Promise<void> {
    if (this.process.exitCode !== null || this.process.signalCode !== null) return;
    const closed = once(this.process, 'close');
    this.process.kill(signal);
    await closed;
  }
}

/** Collectors and folders of one test file, which all go at its end. */
export class CollectorYard {
  readonly #collectors: RunningCollector[] = [];
  readonly #folders: string[] = [];

  folder(): string {
    const folder = temporaryFolder();
    this.#folders.push(folder);
    return folder;
  }

  async start(
    script: string,
    data = this.folder(),
    args?: readonly string[],
    options?: RunOptions,
  ): Promise<RunningCollector> {
    const collector = await RunningCollector.start(script, data, args, options);
    this.#collectors.push(collector);
    return collector;
  }

  async clear(): Promise<void> {
    await Promise.all(this.#collectors.splice(0).map((collector) => collector.end('SIGKILL')));
    for (const folder of this.#folders.splice(0)) rmSync(folder, { recursive: true, force: true });
  }
}

function gather(stream: NodeJS.ReadableStream): () => string {
  let text = '';
  stream.setEncoding('utf8').on('data', (chunk: string) => {
    text += chunk;
  });
  return () => text;
}

function firstLine(child: ChildProcess, stderr: () => string): Promise<string> {
  const stdout = ensureExists(child.stdout);
  return new Promise((resolve, reject) => {
    let text = '';
    stdout.setEncoding('utf8').on('data', (chunk: string) => {
      text += chunk;
      if (text.includes('\n')) resolve(text.slice(0, text.indexOf('\n')));
    });
    child.once('close', (code) => reject(new Error(`The collector ended with ${code}: ${stderr()}`)));
  });
}
