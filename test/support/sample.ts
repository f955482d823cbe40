import { type ChildProcess, spawn } from 'node:child_process';
import { join } from 'node:path';
import { nodeCapture, shop } from './paths.mjs';
import { endTree } from './processTree.ts';

export interface SampleOptions {
  /** `http://127.0.0.1:4318` */
  readonly endpoint: string;
  /** Requests a second, `gentle` for two; none without. */
  readonly load?: string;
}

/** The shop of `test/apps`, running. */
export class Sample {
  /** `http://127.0.0.1:PORT` */
  readonly storefront: string;
  readonly #process: ChildProcess;

  static async start({ endpoint, load = '0' }: SampleOptions): Promise<Sample> {
    const options = ['--endpoint', endpoint, '--load', load, '--capture', nodeCapture];
    const child = spawn(process.execPath, [join(shop, 'run.mjs'), ...options], {
      stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
    });
    let said = '';
    child.stderr?.on('data', (chunk: unknown) => {
      said += String(chunk);
    });
    return await new Promise((resolve, reject) => {
      child.once('message', (ready) =>
        resolve(new Sample(child, (ready as { storefront: string }).storefront)),
      );
      child.once('exit', (code) => reject(new Error(`The sample ended with code ${code}:\n${said}`)));
    });
  }

  private constructor(child: ChildProcess, storefront: string) {
    this.#process = child;
    this.storefront = storefront;
  }

  /** Asks the shop for something, as its customers do. */
  async request(path: string, body?: unknown): Promise<Response> {
    const post = {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    };
    return await fetch(`${this.storefront}${path}`, body === undefined ? {} : post);
  }

  /** Its services send their last spans before they go. */
  async stop(): Promise<void> {
    await endTree(this.#process);
  }
}
