import { describe, test } from 'vitest';
import { installApp } from '../support/apps/appInstall.ts';
import { missingRuntime } from '../support/apps/appRuntimes.ts';
import type { AppSpec } from '../support/apps/appSpec.ts';
import { chosenApps, describeApps, namedApps } from '../support/apps/appSuite.ts';
import { tableOfRun } from '../support/apps/appTable.ts';

const all = namedApps.size > 0 || process.env['SPANLINE_APPS'] === 'all';
const quick: readonly string[] = ['node', 'python'];

const obstacles = new Map<AppSpec, string>();
for (const app of chosenApps()) {
  const obstacle = await obstacleTo(app);
  if (obstacle !== undefined) obstacles.set(app, obstacle);
}

async function obstacleTo(app: AppSpec): Promise<string | undefined> {
  if (!all && !quick.includes(app.language)) return 'SPANLINE_APPS=all runs it.';
  return await missingRuntime(app);
}

describeApps(
  'Run',
  chosenApps().filter((app) => !obstacles.has(app)),
  async (app, mode) => {
    await installApp(app);
    return (await tableOfRun(app, mode)).judgement;
  },
);

describe.runIf(obstacles.size > 0)('Not run', () => {
  for (const [app, obstacle] of obstacles) {
    const mustRun = process.env['CI'] === 'true' && quick.includes(app.language);
    test(`${app.name}: ${obstacle}`, ({ skip }) => {
      skip(!mustRun, obstacle);
      throw new Error(obstacle);
    });
  }
});
