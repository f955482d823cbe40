import { EventEmitter, once } from 'node:events';
import { appendFileSync } from 'node:fs';
import { cp, glob, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join, resolve } from 'node:path';
import * as esbuild from 'esbuild';
import type { Page } from 'playwright-core';
import { launchBrowser } from './browser.ts';
import { type MochaOrder, mochaOrderFile } from './mochaEvents.ts';
import { MochaListener } from './mochaListener.ts';
import { artifacts, root } from './paths.mjs';
import { retries } from './retries.ts';
import type { Tally } from './tally.ts';
import { VSCodeServer } from './vscodeServer.ts';

const bundles = join(root, 'out/vscode');
const logs = join(artifacts, 'vscode');
const patience = 10 * 60_000;

/** Settings with which a window keeps to itself: spans in a folder of its own, ports that nobody else has. */
export function apart(data: string): Readonly<Record<string, unknown>> {
  return {
    'spanline.collector.dataDirectory': data,
    'spanline.collector.grpcPort': 0,
    'spanline.collector.httpPort': 0,
  };
}

/** Runs the tests of `test/vscode`, or some of them, in a VS Code window in Chromium. */
export async function runInBrowser(files: readonly string[]): Promise<Tally> {
  const listener = await MochaListener.open();
  try {
    const tests = await bundleSuite(files, listener.port);
    const code = await inWindow(tests);
    return endedWith(code, listener.tally);
  } finally {
    listener.close();
  }
}

/** Bundles the suite and writes its order; answers the module that VS Code is to run. */
export async function bundleSuite(files: readonly string[], port: number): Promise<string> {
  await rm(bundles, { recursive: true, force: true });
  const sources = files.length > 0 ? files.map((file) => resolve(file)) : await testFiles();
  await esbuild.build({
    entryPoints: [join(import.meta.dirname, 'mochaRunner.ts'), ...sources],
    outdir: bundles,
    entryNames: '[name]',
    bundle: true,
    platform: 'node',
    target: 'node22.15',
    format: 'cjs',
    sourcemap: 'inline',
    logLevel: 'warning',
    external: ['vscode', 'mocha'],
  });
  const bundled = sources.map((file) => join(bundles, basename(file).replace(/\.ts$/, '.js')));
  const order: MochaOrder = { files: bundled, port, retries };
  await writeFile(join(bundles, mochaOrderFile), JSON.stringify(order));
  return join(bundles, 'mochaRunner.js');
}

/** A window that ended badly has failed, even where no test has. */
export function endedWith(code: number, tally: Tally): Tally {
  if (code === 0 || tally.failed > 0) return tally;
  console.log(` ✗ VS Code ended with ${code} before the tests did`);
  return { ...tally, failed: 1, failures: [`vscode: the window ended with ${code}`] };
}

async function testFiles(): Promise<string[]> {
  const found: string[] = [];
  for await (const file of glob('test/vscode/**/*.test.ts', { cwd: root })) found.push(join(root, file));
  return found.sort();
}

async function inWindow(tests: string): Promise<number> {
  await rm(logs, { recursive: true, force: true });
  await mkdir(logs, { recursive: true });
  const data = await mkdtemp(join(tmpdir(), 'spanline-suite-'));
  const server = await VSCodeServer.start({ data, settings: apart(join(data, 'spans')) });
  const browser = await launchBrowser();
  try {
    const page = await browser.newPage({ viewport: { width: 1280, height: 800 } });
    const folder = join(data, 'workspace');
    await mkdir(folder);
    const code = await exitCode(page, server.urlOf({ folder, tests }));
    if (code !== 0) await explain(page, data);
    await page.goto('about:blank');
    return code;
  } finally {
    await browser.close();
    await server.stop();
    await rm(data, { recursive: true, force: true });
  }
}

async function explain(page: Page, data: string): Promise<void> {
  await page.screenshot({ path: join(logs, 'window.png') });
  await cp(join(data, 'data/logs'), join(logs, 'logs'), { recursive: true });
  console.log(`A picture and the logs of the window: ${logs}`);
}

/** Opens the page and waits for the window to say how its tests ended. */
async function exitCode(page: Page, url: string): Promise<number> {
  const window = new EventEmitter();
  const ended = once(window, 'exit', { signal: AbortSignal.timeout(patience) });
  await page.exposeFunction('codeAutomationExit', (code: number) => window.emit('exit', code));
  await page.exposeFunction('codeAutomationLog', (type: string, args: unknown[]) =>
    appendFileSync(join(logs, 'console.log'), `${type} ${args.map(String).join(' ')}\n`),
  );
  await page.goto(url);
  const [code] = await ended;
  return code;
}
