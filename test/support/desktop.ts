import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runTests } from '@vscode/test-electron';
import { endOnSignal } from './endOnSignal.ts';
import { MochaListener } from './mochaListener.ts';
import { cache, root } from './paths.mjs';
import { writeSettings } from './settings.ts';
import { runMain, StepError } from './stepError.mjs';
import { addTallies, type Tally } from './tally.ts';
import { apart, bundleSuite, endedWith } from './vscodeSuite.ts';

/** The oldest that the manifest allows, and the newest. */
const usualVersions = ['1.101.0', 'stable'];

endOnSignal();
await runMain(async () => {
  if (process.platform === 'linux' && process.env['DISPLAY'] === undefined) {
    throw new StepError('A desktop window needs a display. Without one: xvfb-run -a npm run test:desktop');
  }
  const asked = process.argv.slice(2);
  const tallies: Tally[] = [];
  for (const version of asked.length > 0 ? asked : usualVersions) tallies.push(await runOn(version));
  const { passed, failed } = addTallies(tallies);
  console.log(`\n${passed} passed, ${failed} failed`);
  process.exit(failed > 0 ? 1 : 0);
});

async function runOn(version: string): Promise<Tally> {
  console.log(`\n── VS Code ${version}`);
  const listener = await MochaListener.open();
  const data = await mkdtemp(join(tmpdir(), 'spanline-desktop-'));
  try {
    await writeSettings(join(data, 'User'), apart(join(data, 'spans')));
    const folder = join(data, 'workspace');
    await mkdir(folder);
    const tests = await bundleSuite([], listener.port);
    return endedWith(await exitCode(version, data, folder, tests), listener.tally);
  } finally {
    listener.close();
    await rm(data, { recursive: true, force: true });
  }
}

async function exitCode(version: string, data: string, folder: string, tests: string): Promise<number> {
  try {
    return await runTests({
      version,
      cachePath: cache,
      extensionDevelopmentPath: root,
      extensionTestsPath: tests,
      launchArgs: [folder, '--user-data-dir', data, '--disable-extensions', '--disable-workspace-trust'],
    });
  } catch (error) {
    console.error(String(error));
    return 1;
  }
}
