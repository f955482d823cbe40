import { execFile } from 'node:child_process';
import { copyFile, cp, mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { prepareGoWorkspace } from '../../src/launch/goWorkspace.ts';
import { figure, type Row } from './figures.ts';

const run = promisify(execFile);
const here = import.meta.dirname;

/** CPU microseconds to start and end a span, by the kind of span. */
interface Cost {
  readonly own: number;
  readonly deep: number;
  readonly library: number;
}

/** What a span costs in a Go program that was built with capture, beside the same program without. */
export async function goCaptureRows(folder: string): Promise<readonly Row[]> {
  const module = join(folder, 'goSpans');
  const version = await run('go', ['version']).catch(() => undefined);
  if (version === undefined) {
    process.stderr.write('Go capture is not measured: there is no Go.\n');
    return [];
  }
  await writeModule(module);
  const without = await cost(module, {});
  const with_ = await cost(module, await prepared(module, join(folder, 'goCapture')));
  const row = (what: string, key: keyof Cost, budget: string): Row =>
    figure(`Go capture: ${what}, CPU µs a span`, with_[key], budget, 'without capture', without[key]);
  return [
    row('own span', 'own', '≤ 2.5'),
    row('own span at depth 50', 'deep', '≤ 2.5'),
    row("library's SERVER span", 'library', ''),
  ];
}

/** The SDK is that of the Go apps of the tests. */
async function writeModule(module: string): Promise<void> {
  await mkdir(module, { recursive: true });
  const app = join(here, '../apps/go-http');
  for (const name of ['go.mod', 'go.sum']) await copyFile(join(app, name), join(module, name));
  await copyFile(join(here, 'goSpans/main.go'), join(module, 'main.go'));
}

async function prepared(module: string, cache: string): Promise<Readonly<Record<string, string>>> {
  const capture = join(cache, 'capture');
  await cp(join(here, '../../src/capture/go'), join(capture, 'go'), { recursive: true });
  const answer = await prepareGoWorkspace({
    moduleDirectory: module,
    cacheDirectory: join(cache, 'cache'),
    captureDirectory: capture,
    env: process.env,
  });
  if (!answer.ok) throw new Error(answer.reason);
  return answer.env;
}

async function cost(module: string, env: Readonly<Record<string, string>>): Promise<Cost> {
  const options = { cwd: module, env: { ...process.env, ...env } };
  await run('go', ['build', '-o', 'spans', '.'], options);
  const { stdout } = await run(join(module, 'spans'), [], options);
  return JSON.parse(stdout) as Cost;
}
