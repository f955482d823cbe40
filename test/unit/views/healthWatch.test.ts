import { expect, test } from 'vitest';
import { Emitter } from '../../../src/shared/event.ts';
import type { ForwardHealth } from '../../../src/shared/forward.ts';
import type { CollectorChange, Health } from '../../../src/shared/protocol.ts';
import { forwardOutcome } from '../../../src/views/forwardOutcome.ts';
import { HealthWatch } from '../../../src/views/healthWatch.ts';
import { FakeTimer, settled } from './fakeTimer.ts';
import { change } from './traceSummary.ts';

test('the health is asked for when the collector answers, every few seconds while spans come, and now and then', async () => {
  const scene = setUp();
  scene.reconnects.fire();
  await settled();
  expect(scene.asked()).toBe(1);
  for (let i = 0; i < 20; i++) {
    scene.changes.fire(change());
    await scene.timer.pass(100);
  }
  expect(scene.asked()).toBe(1);
  await scene.timer.pass(1000);
  expect(scene.asked()).toBe(2);
  await scene.timer.pass(30_000);
  expect(scene.asked()).toBeGreaterThanOrEqual(3);
  expect(scene.asked()).toBeLessThanOrEqual(4);
  expect(scene.watch.current?.pid).toBe(scene.asked());
});

test('one that has gone is not asked, and what it said is not told any more', async () => {
  const scene = setUp();
  scene.reconnects.fire();
  await settled();
  scene.ready = false;
  await scene.timer.pass(60_000);
  expect(scene.asked()).toBe(1);
  expect(scene.watch.current).toBeUndefined();
});

const forward: ForwardHealth = {
  name: 'mine',
  protocol: 'otlp/http',
  endpoint: 'http://localhost:1',
  state: 'idle',
  sentSpans: 0,
  droppedSpans: 0,
  rejectedSpans: 0,
  sampledOutSpans: 0,
  queuedBytes: 0,
};

test.each<[string, readonly (ForwardHealth | undefined)[], Partial<ForwardHealth> | undefined]>([
  ['has sent', [undefined, forward, { ...forward, sentSpans: 3 }], { sentSpans: 3 }],
  [
    'has a problem',
    [forward, { ...forward, state: 'retrying', problem: 'Refused.' }],
    { problem: 'Refused.' },
  ],
  ['is quiet', [forward], { state: 'idle', sentSpans: 0 }],
  ['is not known', [undefined], undefined],
])(
  'a forward that was just made is watched until it is known how it does: it %s',
  async (_, answers, outcome) => {
    const timer = new FakeTimer();
    let asked = 0;
    const health = async (): Promise<Health> => {
      const found = answers[Math.min(asked++, answers.length - 1)];
      return { forwards: found === undefined ? [] : [found] } as unknown as Health;
    };
    const known = forwardOutcome({ health }, 'mine', timer);
    await timer.pass(10_000);
    expect(await known).toEqual(outcome === undefined ? undefined : expect.objectContaining(outcome));
  },
);

function setUp() {
  const timer = new FakeTimer();
  const [changes, reconnects] = [new Emitter<CollectorChange>(), new Emitter<void>()];
  let asked = 0;
  const scene = { timer, changes, reconnects, ready: true, asked: () => asked };
  const api = { health: async () => ({ pid: ++asked }) as Health };
  const source = {
    api,
    onDidChange: changes.event,
    onDidReconnect: reconnects.event,
    isReady: () => scene.ready,
  };
  return Object.assign(scene, { watch: new HealthWatch(source, timer) });
}
