import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir } from 'node:fs/promises';
import { setTimeout as delay } from 'node:timers/promises';
import { endTree } from '../processTree.ts';
import { run } from '../run.mjs';
import { waitForLine } from '../waitForLine.ts';
import { appEnvironment } from './appEnvironment.ts';
import type { AppSpec, Command, Mode, Step } from './appSpec.ts';
import { Placeholders } from './placeholders.ts';

/** For Java with its agent on a busy machine; others take seconds. */
const patience = 180_000;

/** One run of an app: built, started, asked for all it has, and ended. */
export class AppRun {
  readonly #app: AppSpec;
  readonly #names: Placeholders;
  readonly #env: Readonly<Record<string, string | undefined>>;
  readonly #process: ChildProcess;
  #said = '';

  static async start(app: AppSpec, mode: Mode, endpoint: string): Promise<AppRun> {
    const names = await Placeholders.of(app, mode);
    await mkdir(names.folders.work, { recursive: true });
    const env = await appEnvironment(app, mode, endpoint, names);
    const failure = `${app.name} could not be built.`;
    for (const command of [...(mode === 'captured' ? app.prepareCapture : []), ...app.build]) {
      const [program, ...args] = filled(command, names);
      await run(program, args, { cwd: app.folder, env, failure });
    }
    const [program, ...args] = filled(app.start, names);
    const child = spawn(program, args, { cwd: app.folder, env, stdio: ['ignore', 'pipe', 'pipe'] });
    const started = new AppRun(app, names, env, child);
    try {
      await started.#untilReady();
    } catch (error) {
      await started.stop();
      throw error;
    }
    return started;
  }

  private constructor(app: AppSpec, names: Placeholders, env: AppRun['env'], child: ChildProcess) {
    this.#app = app;
    this.#names = names;
    this.#env = env;
    this.#process = child;
    child.on('error', (error) => this.#hear(error.message));
    child.stdout?.on('data', (chunk) => this.#hear(chunk));
    child.stderr?.on('data', (chunk) => this.#hear(chunk));
  }

  get env(): Readonly<Record<string, string | undefined>> {
    return this.#env;
  }

  /** What the program has written. */
  get output(): string {
    return this.#said;
  }

  async drive(): Promise<void> {
    for (const step of this.#app.requests) {
      for (let time = 0; time < (step.times ?? 1); time++) await this.#take(step);
    }
    if (this.#app.end === 'itself') await this.#untilEnded();
  }

  /** After its spans have arrived. */
  async stop(): Promise<void> {
    if (this.#app.end === 'SIGKILL') this.#process.kill('SIGKILL');
    await endTree(this.#process, 10_000);
  }

  async #take(step: Step): Promise<void> {
    if (step.command !== undefined) return await this.#runCommand(step.command);
    const path = this.#names.fill(step.path ?? '/');
    const url = path.startsWith('http') ? path : `http://127.0.0.1:${this.#names.port}${path}`;
    const { body, headers = {} } = step;
    const json = body === undefined ? {} : { 'content-type': 'application/json' };
    const answer = await fetch(url, {
      method: step.method ?? 'GET',
      headers: { ...json, ...headers, connection: 'close' },
      redirect: 'manual',
      signal: AbortSignal.timeout(patience),
      ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
    });
    const text = await answer.text();
    const wanted = step.status ?? 200;
    if (answer.status !== wanted) {
      const what = `${step.method ?? 'GET'} ${step.path} answered ${answer.status}, not ${wanted}`;
      throw new Error(`${this.#app.name}: ${what}:\n${text.slice(0, 2000)}\n${this.#said.slice(-4000)}`);
    }
  }

  async #runCommand(command: Command): Promise<void> {
    const [program, ...args] = filled(command, this.#names);
    const failure = `A client of ${this.#app.name} failed.`;
    await run(program, args, { cwd: this.#app.folder, env: this.#env, failure });
  }

  async #untilReady(): Promise<void> {
    const { path, line } = this.#app.ready;
    if (line !== undefined) await waitForLine(this.#process, new RegExp(line, 'm'), this.#app.name, patience);
    if (path !== undefined) await this.#untilAnswering(`http://127.0.0.1:${this.#names.port}${path}`);
  }

  async #untilAnswering(url: string): Promise<void> {
    const end = Date.now() + patience;
    while (!(await answers(url))) {
      const gone = this.#process.exitCode !== null || this.#process.pid === undefined;
      if (gone || Date.now() > end) {
        throw new Error(`${this.#app.name} did not become ready. It said:\n${this.#said.slice(-4000)}`);
      }
      await delay(50);
    }
  }

  async #untilEnded(): Promise<void> {
    if (this.#process.exitCode === null) {
      await Promise.race([once(this.#process, 'close'), delay(patience, undefined, { ref: false })]);
    }
    if (this.#process.exitCode === 0) return;
    throw new Error(
      `${this.#app.name} ended with ${this.#process.exitCode}. It said:\n${this.#said.slice(-4000)}`,
    );
  }

  #hear(chunk: unknown): void {
    this.#said += String(chunk);
  }
}

function filled(command: Command, names: Placeholders): [string, ...string[]] {
  const [program, ...args] = command;
  return [names.fill(program), ...args.map((word) => names.fill(word))];
}

async function answers(url: string): Promise<boolean> {
  try {
    const answer = await fetch(url, { headers: { connection: 'close' }, signal: AbortSignal.timeout(5000) });
    await answer.arrayBuffer();
    return true;
  } catch {
    return false;
  }
}
