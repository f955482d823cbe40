import { afterEach, expect, test, vi } from 'vitest';
import { systemClock } from '../../../../src/collector/forward/clock.ts';

afterEach(() => {
  vi.restoreAllMocks();
});

test('a timer of many weeks does not end at once', () => {
  const timer = vi.spyOn(globalThis, 'setTimeout');
  systemClock.after(1e12, () => undefined).dispose();
  expect(timer.mock.lastCall?.[1]).toBe(2_147_483_647);
});
