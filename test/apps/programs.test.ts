import { describe, test } from 'vitest';
import { installApp } from '../support/apps/appInstall.ts';
import { missingRuntime } from '../support/apps/appRuntimes.ts';
import type { AppSpec } from '../support/apps/appSpec.ts';
import { chosenApps, describeApps, namedApps } from '../support/apps/appSuite.ts';
import { tableOfRun } from '../support/apps/appTable.ts';

const isCi = process.env['CI'] === 'true';
/** Go, Java and Rust build for minutes on a fresh machine: that is for CI, and for who asks for it. */
const all = namedApps.size > 0 || isCi || process.env['SPANLINE_APPS'] === 'all';
const quick: readonly string[] = ['node', 'python'];

const apps = chosenApps();

const obstacles = new Map<AppSpec, string>();
for (const app of apps) {
  const obstacle = await obstacleTo(app);
  if (obstacle !== undefined) obstacles.set(app, obstacle);
}

async function obstacleTo(app: AppSpec): Promise<string | undefined> {
  if (!all && !quick.includes(app.language)) return 'SPANLINE_APPS=all runs it.';
  return await missingRuntime(app);
}

describeApps(
  'Run',
  apps.filter((app) => !obstacles.has(app)),
  async (app, mode) => {
    await installApp(app);
    return (await tableOfRun(app, mode)).judgement;
  },
);

describe.runIf(obstacles.size > 0)('Not run', () => {
  for (const [app, obstacle] of obstacles) {
    const mustRun = isCi && quick.includes(app.language);
    test(`${app.name}: ${obstacle}`, ({ skip }) => {
      skip(!mustRun, obstacle);
      throw new Error(obstacle);
    });
  }
});
