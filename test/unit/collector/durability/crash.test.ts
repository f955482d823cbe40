import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { type BuiltBundles, buildBundles } from '../../support/builtBundles.ts';
import { type CrashOptions, type CrashReport, CrashRounds } from './crashRounds.ts';

/** `SPANLINE_CRASH_ROUNDS=100` for a long run; `SPANLINE_SEED` repeats one that failed. */
const rounds = Number(process.env['SPANLINE_CRASH_ROUNDS'] ?? 12);
const seed = Number(process.env['SPANLINE_SEED'] ?? Math.floor(Math.random() * 2 ** 31));
const roundMillis = 20_000;

let bundles: BuiltBundles;
const folders: string[] = [];
beforeAll(async () => {
  bundles = await buildBundles();
});
afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
});
afterAll(() => bundles.remove());

async function run(options: Partial<CrashOptions> & { readonly rounds: number }): Promise<CrashReport> {
  const data = mkdtempSync(join(tmpdir(), 'spanline-crash-'));
  folders.push(data);
  const report = await new CrashRounds({ script: bundles.collector, data, seed, ...options }).run();
  process.stdout.write(
    `seed ${seed}: ${report.rounds} rounds, ${report.acknowledged} requests acknowledged, ` +
      `${report.killedAtStart} killed at the start, ${report.clears} cleared\n`,
  );
  return report;
}

const nothingWrong = { lost: [], partial: [], duplicates: 0, stderr: [] };

test('what was acknowledged is there after kill -9, whole and once', {
  timeout: rounds * roundMillis,
}, async () => {
  const report = await run({ rounds: Math.ceil(rounds / 2) });
  expect(report).toMatchObject(nothingWrong);
  expect(report.acknowledged).toBeGreaterThan(report.rounds);
});

test('so it is where everything is cleared meanwhile', { timeout: rounds * roundMillis }, async () => {
  const report = await run({ rounds: Math.ceil(rounds / 4), clears: true });
  expect(report).toMatchObject(nothingWrong);
});

test('so it is while the oldest go and blocks are rewritten', { timeout: rounds * roundMillis }, async () => {
  const report = await run({ rounds: Math.ceil(rounds / 4), maxSpans: 1_500 });
  expect(report).toMatchObject(nothingWrong);
});
