import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { Heartbeat } from '../../../src/client/heartbeat.ts';

let now = 0;
let beats = 0;
let heartbeat: Heartbeat;

beforeEach(() => {
  vi.useFakeTimers();
  [now, beats] = [0, 0];
  heartbeat = new Heartbeat(
    () => {
      beats++;
    },
    () => now,
  );
});
afterEach(() => {
  heartbeat.dispose();
  vi.useRealTimers();
});

test('beats every ten seconds until its end', () => {
  pass(35);
  expect([beats, heartbeat.wasAway]).toEqual([3, false]);
  heartbeat.dispose();
  pass(100);
  expect(beats).toBe(3);
});

test('a process that was held up reads before it says anything, and knows that it was away', () => {
  pass(12);
  now += 95_000;
  pass(8);
  expect([beats, heartbeat.wasAway]).toEqual([1, true]);
  pass(1);
  expect([beats, heartbeat.wasAway]).toEqual([2, false]);
  pass(9);
  expect(beats).toBe(3);
});

test('a beat that is a little late is one', () => {
  pass(5);
  now += 7_000;
  pass(5);
  expect(beats).toBe(1);
});

function pass(seconds: number): void {
  for (let i = 0; i < seconds; i++) {
    now += 1000;
    vi.advanceTimersByTime(1000);
  }
}
