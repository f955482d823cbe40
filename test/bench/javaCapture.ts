import { execFile } from 'node:child_process';
import { access, mkdir } from 'node:fs/promises';
import { delimiter, join } from 'node:path';
import { promisify } from 'node:util';
import { buildJavaCapture } from '../../src/capture/java/build.mjs';
import { cache } from '../support/paths.mjs';
import { figure, type Row } from './figures.ts';

const run = promisify(execFile);
const here = import.meta.dirname;

/** CPU microseconds to start and end a span, by the kind of span. */
interface Cost {
  readonly own: number;
  readonly deep: number;
  readonly library: number;
}

/** What a span costs in a Java program with capture, beside the same program without. */
export async function javaCaptureRows(folder: string): Promise<readonly Row[]> {
  const jar = join(folder, 'spanline-capture.jar');
  const obstacle = (await buildJavaCapture(jar, join(folder, 'jar.hash'))) ?? (await withoutMaven());
  if (obstacle !== undefined) {
    process.stderr.write(`Java capture is not measured: ${obstacle}\n`);
    return [];
  }
  const classes = join(folder, 'javaSpans');
  const path = [classes, jar, join(await sdkJars(), '*')].join(delimiter);
  await run('javac', ['-d', classes, '-cp', path, join(here, 'javaSpans/Spans.java')]);
  const without = await cost(path, []);
  const with_ = await cost(path, ['spanline.capture.CaptureProcessor']);
  const row = (what: string, key: keyof Cost, budget: string): Row =>
    figure(`Java capture: ${what}, CPU µs a span`, with_[key], budget, 'without capture', without[key]);
  return [
    row('own span', 'own', '≤ 4'),
    row('own span at depth 100', 'deep', '≤ 4'),
    row("library's SERVER span", 'library', ''),
  ];
}

async function withoutMaven(): Promise<string | undefined> {
  const version = await run('mvn', ['--version']).catch(() => undefined);
  return version === undefined ? 'there is no Maven.' : undefined;
}

/** Fetched once. */
async function sdkJars(): Promise<string> {
  const jars = join(cache, 'java-sdk-1.67.0');
  const isThere = await access(jars).then(
    () => true,
    () => false,
  );
  if (isThere) return jars;
  await mkdir(cache, { recursive: true });
  const goal = 'dependency:copy-dependencies';
  await run('mvn', ['-B', '-q', '-f', join(here, 'javaSpans/pom.xml'), goal, `-DoutputDirectory=${jars}`]);
  return jars;
}

async function cost(path: string, args: readonly string[]): Promise<Cost> {
  const { stdout } = await run('java', ['-cp', path, 'Spans', ...args]);
  return JSON.parse(stdout) as Cost;
}
