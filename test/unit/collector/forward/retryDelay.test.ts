import { expect, test } from 'vitest';
import { RetryDelay, retryAfterMillis } from '../../../../src/collector/forward/retryDelay.ts';

function delays(random: number, count: number): number[] {
  const delay = new RetryDelay(() => random);
  return Array.from({ length: count }, () => Math.round(delay.next()));
}

test('delays grow by half each time, to half a minute, with jitter of a half', () => {
  expect(delays(0.5, 11)).toEqual([1000, 1500, 2250, 3375, 5063, 7594, 11391, 17086, 25629, 30000, 30000]);
  expect(delays(0, 3)).toEqual([500, 750, 1125]);
  expect(delays(1, 10).at(-1)).toBe(30_000);
});

test('what the back end asks for is the least, an hour the most of it', () => {
  const delay = new RetryDelay(() => 0.5);
  expect(delay.next(10_000)).toBe(10_000);
  expect(delay.next(10)).toBe(1_500);
  expect(delay.next(1e12)).toBe(3_600_000);
  delay.reset();
  expect(delay.next()).toBe(1_000);
});

test.each([
  ['7', 7_000],
  [' 0 ', 0],
  ['Sun, 06 Nov 1994 08:49:37 GMT', 37_000],
  ['Sun, 06 Nov 1994 08:48:00 GMT', 0],
  ['soon', undefined],
  ['-1', undefined],
  ['', undefined],
  [undefined, undefined],
])('Retry-After %s', (value, millis) => {
  expect(retryAfterMillis(value, Date.UTC(1994, 10, 6, 8, 49, 0))).toBe(millis);
});
