import { expect, test } from 'vitest';
import {
  isWhole,
  panBy,
  TimeScale,
  wholeTrace,
  within,
  zoomAt,
} from '../../../../webview/layout/timeScale.ts';

const whole = { start: 0, end: 1000 };

test('turns times into pixels and back', () => {
  const scale = new TimeScale({ start: 100, end: 300 }, 400);
  expect([100, 150, 300, 0].map((nano) => scale.x(nano))).toEqual([0, 100, 400, -200]);
  expect(scale.nano(scale.x(123.5))).toBe(123.5);
});

test('the time under the pointer stays where it is', () => {
  const before = new TimeScale({ start: 100, end: 500 }, 400);
  const after = new TimeScale(zoomAt(before.window, 0.5, 200, whole), 400);
  expect(after.x(200)).toBe(before.x(200));
});

test('zooming out ends at the whole trace', () => {
  expect(zoomAt({ start: 100, end: 900 }, 10, 200, whole)).toEqual(whole);
});

test('zooming in ends where times could not be told apart', () => {
  const window = zoomAt({ start: 100, end: 130 }, 0.001, 110, whole);
  expect(window.end - window.start).toBe(20);
});

test('panning stops at the ends', () => {
  expect(panBy({ start: 100, end: 300 }, -500, whole)).toEqual({ start: 0, end: 200 });
  expect(panBy({ start: 100, end: 300 }, 5000, whole)).toEqual({ start: 800, end: 1000 });
});

test('a window is moved into the trace, and cut only where it is too long', () => {
  expect(within({ start: 900, end: 1100 }, whole)).toEqual({ start: 800, end: 1000 });
  expect(isWhole(within({ start: -5, end: 5000 }, whole), whole)).toBe(true);
});

test('a trace without length has a scale', () => {
  expect(wholeTrace(0).end).toBeGreaterThan(0);
});
