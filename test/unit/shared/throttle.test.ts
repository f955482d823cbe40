import { expect, test } from 'vitest';
import { Throttle } from '../../../src/shared/throttle.ts';
import { FakeTimer } from '../views/fakeTimer.ts';

test('it runs at once, and then at most once in an interval', async () => {
  const { timer, throttle, ran } = setUp(() => undefined);
  throttle.request();
  throttle.request();
  throttle.request();
  await timer.pass(99);
  expect(ran).toEqual([0]);
  await timer.pass(1000);
  expect(ran).toEqual([0, 100]);
  throttle.request();
  await timer.pass(0);
  expect(ran).toEqual([0, 100, 1099]);
});

test('the next run waits for the end of one that takes long', async () => {
  let end = (): void => undefined;
  const long = new Promise<void>((resolve) => {
    end = resolve;
  });
  const { timer, throttle, ran } = setUp(() => long);
  throttle.request();
  throttle.request();
  await timer.pass(1000);
  expect(ran).toEqual([0]);
  end();
  await timer.pass(100);
  expect(ran).toEqual([0, 1100]);
});

test('after its end nothing runs', async () => {
  const { timer, throttle, ran } = setUp(() => undefined);
  throttle.request();
  throttle.request();
  throttle.dispose();
  throttle.request();
  await timer.pass(1000);
  expect(ran).toEqual([0]);
});

function setUp(action: () => void | Promise<void>) {
  const timer = new FakeTimer();
  const ran: number[] = [];
  const throttle = new Throttle(timer, 100, () => {
    ran.push(timer.now());
    return action();
  });
  return { timer, throttle, ran };
}
