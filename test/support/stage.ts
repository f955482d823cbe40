import { cp, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { Browser } from 'playwright-core';
import { onTestFailed, vi } from 'vitest';
import { type CollectorState, collectorStateFile } from '../../src/shared/collectorState.ts';
import { launchBrowser } from './browser.ts';
import { CodeWindow, large, type Size } from './codeWindow.ts';
import { endAll } from './endAll.ts';
import { artifacts, shop } from './paths.mjs';
import { isAlive } from './processTree.ts';
import { Sample, type SampleOptions } from './sample.ts';
import { VSCodeServer } from './vscodeServer.ts';
import { apart } from './vscodeSuite.ts';

const failures = join(artifacts, 'failures');

export interface StageOptions {
  readonly settings?: Readonly<Record<string, unknown>>;
}

/** What a journey needs: a VS Code that keeps to itself, a browser, and the shop when it is asked for. */
export class Stage {
  readonly #data: string;
  readonly #server: VSCodeServer;
  readonly #browser: Browser;
  readonly #windows: CodeWindow[] = [];
  readonly #samples: Sample[] = [];

  static async open({ settings = {} }: StageOptions = {}): Promise<Stage> {
    const data = await mkdtemp(join(tmpdir(), 'spanline-journey-'));
    const server = await VSCodeServer.start({
      data,
      settings: { ...apart(join(data, 'spans')), ...settings },
    });
    return new Stage(data, server, await launchBrowser());
  }

  private constructor(data: string, server: VSCodeServer, browser: Browser) {
    this.#data = data;
    this.#server = server;
    this.#browser = browser;
  }

  /** Opens a folder in a window, the shop's by itself, with a file of it where one is named. */
  async window(openFile?: string, size: Size = large, folder = shop): Promise<CodeWindow> {
    const file = openFile === undefined ? {} : { openFile: join(folder, openFile) };
    const url = this.#server.urlOf({ folder, ...file });
    const window = await CodeWindow.open(this.#browser, url, size);
    this.#windows.push(window);
    return window;
  }

  /** A folder with these files, that goes with the stage. Each is named by its path and has its text. */
  async folder(files: Readonly<Record<string, string>>): Promise<string> {
    const folder = join(this.#data, 'workspace');
    for (const [path, text] of Object.entries(files)) {
      await mkdir(dirname(join(folder, path)), { recursive: true });
      await writeFile(join(folder, path), text);
    }
    return folder;
  }

  /** Starts the shop, whose spans go to the collector that the window has started. */
  async sample(options: Omit<SampleOptions, 'endpoint'> = {}): Promise<Sample> {
    const { http } = await this.collector();
    const sample = await Sample.start({ endpoint: `http://${http}`, ...options });
    this.#samples.push(sample);
    return sample;
  }

  /** What the running collector says of itself. */
  async collector(): Promise<CollectorState> {
    return await vi.waitFor(async () => JSON.parse(await readFile(this.#stateFile, 'utf8')), 60_000);
  }

  /** Keeps what explains a failure, when the test that calls it fails. */
  explain(name: string): void {
    onTestFailed(async () => {
      await mkdir(failures, { recursive: true });
      for (const [index, window] of this.#windows.entries()) {
        await window.page.screenshot({ path: join(failures, `${name}-${index + 1}.png`) });
      }
      await this.#keepLogs(join(failures, `${name}-logs`));
      console.error(`Pictures and logs of the failure: ${failures}/${name}-*`);
      if (process.env['KEEP_OPEN'] !== undefined) await this.#stayOpen();
    });
  }

  /** Ends all of it, whatever fails on the way. */
  async close(): Promise<void> {
    await endAll([
      ...this.#windows.map((window) => () => window.close()),
      () => this.#browser.close(),
      ...this.#samples.map((sample) => () => sample.stop()),
      () => this.#endCollector(),
      () => this.#server.stop(),
      () => rm(this.#data, { recursive: true, force: true, maxRetries: 5 }),
    ]);
  }

  /** It outlives its windows by design, and nobody needs it any more. */
  async #endCollector(): Promise<void> {
    const state = await readFile(this.#stateFile, 'utf8').catch(() => undefined);
    if (state === undefined) return;
    const { pid } = JSON.parse(state) as CollectorState;
    if (isAlive(pid)) process.kill(pid, 'SIGTERM');
    await vi.waitUntil(() => !isAlive(pid), 10_000);
  }

  get #stateFile(): string {
    return join(this.#data, 'spans', collectorStateFile);
  }

  async #keepLogs(folder: string): Promise<void> {
    await rm(folder, { recursive: true, force: true });
    await mkdir(folder, { recursive: true });
    for (const name of ['server.log', 'data/logs', 'spans/collector.log']) {
      const copied = cp(join(this.#data, name), join(folder, name.replaceAll('/', '-')), { recursive: true });
      await copied.catch((error: unknown) => console.error(`${name} could not be kept: ${String(error)}`));
    }
  }

  /** For whoever looks for the fault: `KEEP_OPEN=1 npm test -- journeys FILE`. */
  async #stayOpen(): Promise<void> {
    console.error(`Left open until Ctrl+C: ${this.#server.urlOf({ folder: shop })}`);
    await new Promise(() => undefined);
  }
}
