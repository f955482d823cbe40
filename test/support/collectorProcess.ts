import { type ChildProcess, spawn } from 'node:child_process';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { ReadyLine } from '../../src/shared/collectorState.ts';
import { root } from './paths.mjs';
import { endTree } from './processTree.ts';
import { waitForLine } from './waitForLine.ts';

export interface CollectorOptions {
  readonly data: string;
  /** 0, any free one, without. */
  readonly grpcPort?: number;
  readonly httpPort?: number;
  /** Further words of the command line. */
  readonly args?: readonly string[];
}

/** The built collector, run by hand rather than by a window; windows with the same data directory find it. */
export class CollectorProcess {
  readonly ready: ReadyLine;
  readonly #process: ChildProcess;

  static async start({
    data,
    grpcPort = 0,
    httpPort = 0,
    args = [],
  }: CollectorOptions): Promise<CollectorProcess> {
    await mkdir(data, { recursive: true });
    const ports = ['--otlp-grpc', String(grpcPort), '--otlp-http', String(httpPort)];
    const script = join(root, 'dist/collector.js');
    const child = spawn(process.execPath, [script, 'serve', '--data', data, ...ports, ...args], {
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    const line = await waitForLine(child, /^\{"ready":.*$/m, 'The collector');
    return new CollectorProcess(child, JSON.parse(line) as ReadyLine);
  }

  private constructor(child: ChildProcess, ready: ReadyLine) {
    this.#process = child;
    this.ready = ready;
    child.stdout?.resume();
    child.stderr?.resume();
  }

  /** Where to send spans. */
  get endpoint(): string {
    return `http://${this.ready.http}`;
  }

  async stop(): Promise<void> {
    await endTree(this.#process, 10_000);
  }
}
