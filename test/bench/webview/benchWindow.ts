import { cp, mkdir, mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, CDPSession, Frame, Page } from 'playwright-core';
import { type CollectorState, collectorStateFile } from '../../../src/shared/collectorState.ts';
import { launchBrowser } from '../../support/browser.ts';
import { CodeWindow, large } from '../../support/codeWindow.ts';
import { endAll } from '../../support/endAll.ts';
import { root } from '../../support/paths.mjs';
import { isAlive } from '../../support/processTree.ts';
import { VSCodeServer } from '../../support/vscodeServer.ts';
import { watchPaints } from './paintWatch.ts';
import { type ShapeName, sizeOf } from './shapes.ts';

const maxSpans = 3_000_000;
const patienceMillis = 120_000;
/** What a packaged extension consists of, as far as it runs. */
const shipped = ['package.json', 'package.nls.json', 'dist', 'media', 'l10n'];

/** A VS Code window in Chromium with our extension and one that opens an empty webview, for nobody but the bench. */
export class BenchWindow {
  readonly window: CodeWindow;
  readonly session: CDPSession;
  readonly #data: string;
  readonly #server: VSCodeServer;
  readonly #browser: Browser;

  static async open(): Promise<BenchWindow> {
    const data = await mkdtemp(join(tmpdir(), 'spanline-bench-webview-'));
    const spans = join(data, 'spans');
    // The server takes whatever lies there when it starts for the first time.
    await cp(join(import.meta.dirname, 'emptyWebview'), join(data, 'extensions/empty-webview-0.0.0'), {
      recursive: true,
    });
    const server = await VSCodeServer.start({
      data,
      extension: await copyOfExtension(join(data, 'shipped')),
      settings: {
        'spanline.collector.dataDirectory': spans,
        'spanline.collector.grpcPort': 0,
        'spanline.collector.httpPort': 0,
        'spanline.collector.maxSpans': maxSpans,
      },
    });
    const folder = join(data, 'workspace');
    await mkdir(folder);
    const browser = await launchBrowser();
    const context = await browser.newContext({ viewport: large });
    await context.addInitScript(watchPaints);
    const window = await CodeWindow.openIn(context, server.urlOf({ folder }));
    const session = await context.newCDPSession(window.page);
    return new BenchWindow(data, server, browser, window, session);
  }

  private constructor(
    data: string,
    server: VSCodeServer,
    browser: Browser,
    window: CodeWindow,
    session: CDPSession,
  ) {
    this.#data = data;
    this.#server = server;
    this.#browser = browser;
    this.window = window;
    this.session = session;
  }

  get page(): Page {
    return this.window.page;
  }

  /** `HOST:PORT` at which the window's collector takes spans over HTTP. */
  async collector(): Promise<string> {
    await this.window.ready();
    return (await this.#state()).http;
  }

  /** Milliseconds from a click on the trace in the Traces view to the end of the frame that shows its rows. */
  async openTrace(name: ShapeName): Promise<number> {
    // A row whose trace still grows moves away under the mouse.
    const spans = `${sizeOf(name).toLocaleString('en-US')} spans`;
    const row = this.window.row(name).filter({ hasText: spans }).first();
    await row.waitFor({ timeout: patienceMillis });
    await row.hover();
    await this.page.waitForTimeout(300);
    await row.click();
    const painted = await this.#firstTime((watched, name) => {
      return watched.paints.filter(({ rows }) => rows.includes(name)).map(({ at }) => at);
    }, name);
    return painted;
  }

  /** The same for a webview in which there is nothing. */
  async openEmpty(): Promise<number> {
    await this.page.locator('.statusbar-item', { hasText: 'Empty webview' }).click();
    return await this.#firstTime((watched) => watched.empty, '');
  }

  async closeTabs(): Promise<void> {
    await this.window.run('View: Close All Editors');
    await this.page.locator('iframe.webview').first().waitFor({ state: 'detached' });
  }

  /** The frame in which the waterfall's page lives. */
  async waterfall(): Promise<Frame> {
    for (const frame of this.page.frames()) {
      const found = await frame.evaluate(() => document.querySelector('.rows') !== null).catch(() => false);
      if (found) return frame;
    }
    throw new Error('There is no waterfall.');
  }

  async close(): Promise<void> {
    await endAll([
      () => this.window.close(),
      () => this.#browser.close(),
      () => this.#endCollector(),
      () => this.#server.stop(),
      () => rm(this.#data, { recursive: true, force: true, maxRetries: 5 }),
    ]);
  }

  /** Milliseconds from the last click to the first of these times after it. */
  async #firstTime(
    timesOf: (watched: NonNullable<Window['watched']>, name: string) => number[],
    name: string,
  ): Promise<number> {
    const clicked = await this.page.evaluate(() => window.watched?.clicks.at(-1) ?? 0);
    const end = Date.now() + patienceMillis;
    const read = `(${timesOf.toString()})(window.watched, ${JSON.stringify(name)})`;
    while (Date.now() < end) {
      for (const frame of this.page.frames()) {
        const times = (await frame.evaluate(read).catch(() => [])) as number[];
        const first = times.find((at) => at > clicked);
        if (first !== undefined) return first - clicked;
      }
      await this.page.waitForTimeout(100);
    }
    throw new Error(`Nothing was painted within ${patienceMillis / 1000} s of the click: ${name}`);
  }

  async #state(): Promise<CollectorState> {
    const text = await readFile(join(this.#data, 'spans', collectorStateFile), 'utf8');
    return JSON.parse(text) as CollectorState;
  }

  /** It outlives its window by design. */
  async #endCollector(): Promise<void> {
    const state = await this.#state().catch(() => undefined);
    if (state === undefined || !isAlive(state.pid)) return;
    process.kill(state.pid, 'SIGTERM');
    while (isAlive(state.pid)) await new Promise((done) => setTimeout(done, 20));
  }
}

/** A build while the bench runs must not change what it measures. */
async function copyOfExtension(folder: string): Promise<string> {
  await mkdir(folder);
  for (const name of shipped) await cp(join(root, name), join(folder, name), { recursive: true });
  return folder;
}
