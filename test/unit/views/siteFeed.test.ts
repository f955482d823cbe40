import { expect, test } from 'vitest';
import { Emitter } from '../../../src/shared/event.ts';
import type { CollectorChange } from '../../../src/shared/protocol.ts';
import { SiteFeed } from '../../../src/views/siteFeed.ts';
import { FakeTimer } from './fakeTimer.ts';
import { change } from './traceSummary.ts';

test('it asks for what changed, and for everything after a clear or with another collector', async () => {
  const { timer, changes, reconnects, calls } = setUp();
  reconnects.fire();
  await timer.pass(1000);
  changes.fire(change());
  changes.fire(change());
  await timer.pass(1000);
  changes.fire(change({ cleared: true }));
  await timer.pass(1000);
  expect(calls).toEqual(['reset', 'changed', 'refresh', 'changed', 'refresh', 'changed', 'reset', 'changed']);
});

test('what failed is reported, and asked for again with the next change', async () => {
  const { timer, changes, reconnects, calls, list } = setUp();
  list.broken = true;
  reconnects.fire();
  await timer.pass(1000);
  list.broken = false;
  changes.fire(change());
  await timer.pass(1000);
  expect(calls).toEqual(['reset', 'The sites could not be read: it broke', 'reset', 'changed']);
});

function setUp() {
  const timer = new FakeTimer();
  const changes = new Emitter<CollectorChange>();
  const reconnects = new Emitter<void>();
  const calls: string[] = [];
  const answer = async (call: string): Promise<void> => {
    calls.push(call);
    if (list.broken) throw new Error('it broke');
  };
  const list = {
    broken: false,
    sites: () => [],
    site: () => undefined,
    refresh: () => answer('refresh'),
    reset: () => answer('reset'),
  };
  const source = { onDidChange: changes.event, onDidReconnect: reconnects.event };
  const feed = new SiteFeed(list, source, timer, (problem) => calls.push(problem));
  feed.onDidChange(() => calls.push('changed'));
  return { timer, changes, reconnects, calls, list };
}
