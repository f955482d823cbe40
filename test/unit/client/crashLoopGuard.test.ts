import { expect, test } from 'vitest';
import { CrashLoopGuard } from '../../../src/client/crashLoopGuard.ts';

test('three restarts within a minute, and a fourth when the first is a minute old', () => {
  let now = 0;
  const guard = new CrashLoopGuard(() => now);
  const tries = [0, 10, 20, 30, 59_999, 60_000, 60_001].map((time) => {
    now = time;
    return guard.tryRestart();
  });
  expect(tries).toEqual([true, true, true, false, false, true, false]);
});

test('a person resets it', () => {
  const guard = new CrashLoopGuard(() => 0);
  for (let i = 0; i < 4; i++) guard.tryRestart();
  guard.reset();
  expect(guard.tryRestart()).toBe(true);
});
