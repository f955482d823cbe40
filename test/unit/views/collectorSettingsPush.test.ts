import { expect, test } from 'vitest';
import type { CollectorSettings } from '../../../src/shared/collectorSettings.ts';
import { Emitter } from '../../../src/shared/event.ts';
import type { ForwardSettings } from '../../../src/shared/forward.ts';
import { UserError } from '../../../src/shared/userError.ts';
import { CollectorSettingsPush } from '../../../src/views/collectorSettingsPush.ts';
import { settled } from './fakeTimer.ts';

const secret = (name: string): string => `\${secret:${name}}`;

const forward: ForwardSettings = {
  name: 'cloud',
  protocol: 'otlp/http',
  endpoint: 'https://api.example.com',
  headers: { authorization: `Bearer ${secret('cloud/authorization')}`, 'x-team': `\${env:TEAM}` },
};

test('the collector is told on each connection and on each change, with the values of secrets', async () => {
  const scene = setUp({ sampleRatio: 0.5, forwards: [forward] });
  scene.connects.fire();
  await settled();
  scene.changes.fire();
  await settled();
  expect(scene.told).toEqual([
    {
      sampleRatio: 0.5,
      forwards: [{ ...forward, headers: { authorization: 'Bearer s3cret', 'x-team': 'blue' } }],
    },
    {
      sampleRatio: 0.5,
      forwards: [{ ...forward, headers: { authorization: 'Bearer s3cret', 'x-team': 'blue' } }],
    },
  ]);
  expect(scene.reported).toEqual([]);
});

test('a forward without its secret is told as such, and that is said once', async () => {
  const headers = { authorization: secret('gone') };
  const scene = setUp({
    forwards: [
      { ...forward, headers },
      { ...forward, name: 'local', headers: {} },
    ],
  });
  for (let i = 0; i < 3; i++) await scene.push.push();
  expect(scene.told[0]?.forwards).toEqual([
    { ...forward, headers: {}, unresolved: true },
    { ...forward, name: 'local', headers: {} },
  ]);
  expect(scene.reported).toEqual([
    'The forward "cloud" is off: its secret "gone" is not stored here. Remove the forward and add it again to enter it.',
  ]);
});

test('a value that no header can carry is as none', async () => {
  const headers = { 'x-team': `\${env:TEAM}`, 'x-key': `\${env:BROKEN}` };
  const scene = setUp({ forwards: [{ ...forward, headers }] });
  await scene.push.push();
  expect(scene.told[0]?.forwards).toEqual([{ ...forward, headers: {}, unresolved: true }]);
  expect(scene.reported).toEqual([
    'The header x-key of the forward "cloud" has a character that no header can carry. Look for a line break at its end.',
  ]);
});

test('one that is off needs no secret', async () => {
  const scene = setUp({ forwards: [{ ...forward, enabled: false, headers: { a: secret('gone') } }] });
  await scene.push.push();
  expect(scene.reported).toEqual([]);
});

test('forwards that nobody has set here are left as they are', async () => {
  const scene = setUp({ sampleRatio: 1 });
  await scene.push.push();
  expect(scene.told).toEqual([{ sampleRatio: 1 }]);
});

test('what is wrong keeps the rest from nothing, and is said anew once it was right', async () => {
  const scene = setUp({ maxSpans: 5 }, ['keep[0].type is needed.', 'forwards[1].name is needed.']);
  await scene.push.push();
  scene.problems.splice(0);
  await scene.push.push();
  scene.problems.push('keep[0].type is needed.');
  await scene.push.push();
  expect(scene.told).toHaveLength(3);
  expect(scene.reported).toEqual(['keep[0].type is needed. (1 more)', 'keep[0].type is needed.']);
});

test('what the collector refuses is said; one that has gone says nothing', async () => {
  const scene = setUp({});
  scene.refusal = 'The setting maxSpans must be a number.';
  await scene.push.push();
  scene.ready = false;
  await scene.push.push();
  expect(scene.reported).toEqual(['The setting maxSpans must be a number.']);
});

function setUp(settings: CollectorSettings, problems: string[] = []) {
  const told: CollectorSettings[] = [];
  const reported: string[] = [];
  const [connects, changes] = [new Emitter<void>(), new Emitter<void>()];
  const secrets = new Map([['cloud/authorization', 's3cret']]);
  const scene = { told, reported, connects, changes, problems, ready: true, refusal: '' };
  const push = new CollectorSettingsPush({
    api: {
      configure: async (given) => {
        if (scene.refusal !== '') throw new UserError(scene.refusal);
        told.push(given);
      },
    },
    onDidReconnect: connects.event,
    onDidChangeSettings: changes.event,
    isReady: () => scene.ready,
    read: () => ({ settings, problems }),
    values: {
      secret: async (name) => secrets.get(name),
      env: (name) =>
        new Map([
          ['TEAM', 'blue'],
          ['BROKEN', 'k3y\n'],
        ]).get(name),
    },
    report: (sentence) => reported.push(sentence),
  });
  return Object.assign(scene, { push });
}
