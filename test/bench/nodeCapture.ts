import { execFile } from 'node:child_process';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { build } from 'esbuild';
import { figure, type Row } from './figures.ts';

const here = import.meta.dirname;

/** Microseconds to start and end a span, by the kind of span. */
interface Cost {
  readonly own: number;
  readonly deep: number;
  readonly wrapped: number;
  readonly internal: number;
  readonly client: number;
}

/** What the hook adds to each span of a Node program, beside the same program without it. */
export async function nodeCaptureRows(folder: string): Promise<readonly Row[]> {
  const hook = join(folder, 'capture', 'hook.cjs');
  const entry = join(here, '../../src/capture/node/hook.ts');
  await build({ entryPoints: [entry], bundle: true, platform: 'node', format: 'cjs', outfile: hook });
  const library = await writeLibrary(folder);
  const without = await costs([], library);
  const with_ = await costs(['--require', hook], library);
  const row = (what: string, key: keyof Cost, budget: string): Row =>
    figure(
      `Node capture: ${what}, µs added a span`,
      with_[key] - without[key],
      budget,
      'the span alone',
      without[key],
    );
  return [
    row('own span', 'own', '≤ 8'),
    row('own span at depth 30', 'deep', '≤ 10'),
    row('own span of a wrapper', 'wrapped', ''),
    row("library's INTERNAL span", 'internal', '≤ 0.3'),
    row('CLIENT span under 20 library frames', 'client', ''),
  ];
}

/** Frames count as a library's by where their file lies. */
async function writeLibrary(folder: string): Promise<string> {
  const library = join(folder, 'node_modules', 'library');
  await mkdir(library, { recursive: true });
  const text =
    'exports.through = function through(n, run) { return n === 1 ? run() : through(n - 1, run); };\n';
  await writeFile(join(library, 'index.js'), text);
  return library;
}

/** The least of some runs in turn, since whatever else the machine does only adds to them. */
async function costs(options: readonly string[], library: string): Promise<Cost> {
  let least = await run(options, library);
  for (let again = 0; again < 3; again++) {
    const cost = await run(options, library);
    const lesser = (key: keyof Cost): number => Math.min(least[key], cost[key]);
    least = {
      own: lesser('own'),
      deep: lesser('deep'),
      wrapped: lesser('wrapped'),
      internal: lesser('internal'),
      client: lesser('client'),
    };
  }
  return least;
}

async function run(options: readonly string[], library: string): Promise<Cost> {
  const script = join(here, 'nodeSpans.cjs');
  const { stdout } = await promisify(execFile)(process.execPath, [...options, script, library]);
  return JSON.parse(stdout) as Cost;
}
