import { expect, test } from 'vitest';
import { Patience } from '../../../../src/collector/forward/patience.ts';
import { FakeClock } from './fakeClock.ts';

test('what a back end asks for is an hour at most, also where several requests were on their way', () => {
  const clock = new FakeClock();
  const patience = new Patience(clock, true);
  const asked = { type: 'retry', problem: '', afterMillis: 1e15 } as const;
  patience.setBack(asked, 0, 'Later.');
  expect(patience.retryAt - clock.now()).toBe(3_600_000);
  patience.setBack(asked, 0, 'Later.');
  expect(patience.retryAt - clock.now()).toBe(3_600_000);
});
