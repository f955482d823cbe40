import { expect, test } from 'vitest';
import { modesOf } from '../support/apps/appSpec.ts';
import { chosenApps, describeApps } from '../support/apps/appSuite.ts';
import { tableOfReplay } from '../support/apps/appTable.ts';
import { hasRecording } from '../support/apps/recording.ts';

const apps = chosenApps();
const recorded = apps.filter((app) => modesOf(app).every((mode) => hasRecording(app, mode)));

test('every app has its recordings; "npm run record:apps" makes them', () => {
  expect(apps.filter((app) => !recorded.includes(app)).map(({ name }) => name)).toEqual([]);
});

describeApps('Replayed', recorded, tableOfReplay);
