import { spawn } from 'node:child_process';
import { readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { endOnSignal } from './endOnSignal.ts';
import { environment } from './installs.mjs';
import { artifacts, root, shop } from './paths.mjs';
import { ended } from './run.mjs';
import { addTallies, type Tally } from './tally.ts';
import { tallyOfReport } from './vitestReport.ts';
import { runInBrowser } from './vscodeSuite.ts';

const unbuilt = 'There is nothing to run, since the build failed.';

/** What `test.mjs` found and made. */
interface SetUp {
  readonly levels: readonly Level[];
  readonly files: readonly string[];
  /** Why no window can be opened here. */
  readonly obstacle?: string;
  readonly built: boolean;
}

type Level = 'typecheck' | 'lint' | 'unit' | 'apps' | 'vscode' | 'journeys';

const setUp = JSON.parse(process.argv[2] ?? '') as SetUp;
endOnSignal();

const tallies: Tally[] = [];
for (const level of setUp.levels) {
  const start = performance.now();
  console.log(`\n── ${level} ${'─'.repeat(60 - level.length)}`);
  const tally = await runLevel(level);
  tallies.push(tally);
  console.log(`${level}: ${textOf(tally)} (${((performance.now() - start) / 1000).toFixed(1)} s)`);
}
const total = addTallies(tallies);
console.log('');
for (const name of total.unsteady) console.log(`passed only when it was run again: ${name}`);
for (const name of total.failures) console.log(`failed: ${name}`);
console.log(textOf(total));
process.exit(total.failed > 0 ? 1 : 0);

async function runLevel(level: Level): Promise<Tally> {
  switch (level) {
    case 'typecheck':
      return await runTypeCheck();
    case 'lint':
      return tallyOf(
        'lint',
        await runNode(['node_modules/@biomejs/biome/bin/biome', 'check', ...setUp.files]),
      );
    case 'unit':
      return await runVitest('unit', 'vitest.config.mts');
    case 'apps':
      return await runApps();
    case 'vscode':
      return await inWindow(() => runInBrowser(setUp.files));
    case 'journeys':
      return await inWindow(() => runVitest('journeys', 'test/support/journeys.config.mts'));
  }
}

/** All programs are checked, so that one run names all mistakes. */
async function runTypeCheck(): Promise<Tally> {
  const projects = ['src/shared', 'src/collector', 'src', 'webview', 'test', shop];
  const tsc = join(root, 'node_modules/typescript/bin/tsc');
  const failures: string[] = [];
  for (const project of projects) {
    if ((await runNode([tsc, '-p', project])) !== 0) failures.push(project);
  }
  return tallyOf(`typecheck of ${failures.join(', ')}`, failures.length);
}

/** What else would be files of the level are names of apps. */
async function runApps(): Promise<Tally> {
  if (!setUp.built) return refuse(unbuilt, true);
  process.env['SPANLINE_APP_NAMES'] = setUp.files.filter((name) => !name.startsWith('--')).join(' ');
  return await runVitest('apps', 'test/support/apps/apps.config.mts', []);
}

async function inWindow(run: () => Promise<Tally>): Promise<Tally> {
  if (setUp.obstacle !== undefined) return refuse(setUp.obstacle);
  if (!setUp.built) return refuse(unbuilt, true);
  return await run();
}

/** What cannot be run is said and skipped; where it must run, it has failed. */
function refuse(why: string, failure = process.env['CI'] === 'true'): Tally {
  console.log(`${failure ? 'failed' : 'skipped'}: ${why}`);
  if (!failure) return { passed: 0, failed: 0, skipped: 1 };
  return { passed: 0, failed: 1, skipped: 0, failures: [why] };
}

async function runVitest(name: string, config: string, files = setUp.files): Promise<Tally> {
  const report = join(artifacts, `${name}.json`);
  await rm(report, { force: true });
  const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${report}`];
  const vitest = ['node_modules/vitest/vitest.mjs', 'run', '--config', config, ...reporters, ...files];
  const code = await runNode(vitest);
  const read = await readFile(report, 'utf8').then(JSON.parse, () => undefined);
  return read === undefined ? tallyOf(name, 1) : tallyOfReport(name, read, code);
}

function tallyOf(name: string, code: number): Tally {
  if (code === 0) return { passed: 1, failed: 0, skipped: 0 };
  return { passed: 0, failed: 1, skipped: 0, failures: [name] };
}

async function runNode(args: readonly string[]): Promise<number> {
  return await ended(spawn(process.execPath, args, { cwd: root, env: environment(), stdio: 'inherit' }));
}

function textOf({ passed, failed, skipped }: Tally): string {
  return `${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`;
}
