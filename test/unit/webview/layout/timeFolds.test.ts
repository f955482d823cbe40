import { expect, test } from 'vitest';
import { scaleTicks } from '../../../../webview/layout/ticks.ts';
import { TimeFolds } from '../../../../webview/layout/timeFolds.ts';
import { inFoldedTime, panBy, TimeScale, zoomAt } from '../../../../webview/layout/timeScale.ts';

const whole = { start: 0, end: 1000e6 };
/** 100 ms of work, 800 ms of nothing, 100 ms of work. */
const folds = new TimeFolds([{ startNano: 100e6, endNano: 900e6 }], whole.end);

test('a folded gap takes little room, and work before and behind it the rest', () => {
  const scale = new TimeScale(whole, 206, folds);
  expect([0, 50e6, 100e6, 500e6, 900e6, 1000e6].map((nano) => Math.round(scale.x(nano)))).toEqual([
    0, 50, 100, 103, 106, 206,
  ]);
});

test('pixels lead back to the time that they stand for', () => {
  const scale = new TimeScale({ start: 80e6, end: 950e6 }, 400, folds);
  for (const nano of [80e6, 99e6, 100e6, 400e6, 899e6, 900e6, 930e6]) {
    expect(scale.nano(scale.x(nano))).toBeCloseTo(nano, 3);
  }
});

test('a gap that is shorter than a folded one keeps its length', () => {
  const short = new TimeFolds([{ startNano: 10, endNano: 11 }], 100);
  expect([10, 11, 100].map((nano) => short.fold(nano))).toEqual([10, 11, 100]);
});

test('a gap is zoomed over as long as it is drawn', () => {
  const zoomed = inFoldedTime(whole, folds, (window, fold) =>
    zoomAt(window, 0.5, fold(900e6), { start: 0, end: fold(whole.end) }),
  );
  const scale = new TimeScale(zoomed, 103, folds);
  expect(scale.x(900e6)).toBeCloseTo((106 / 206) * 103, 3);
});

test('panning leads over a gap in as many pixels as it has', () => {
  const before = inFoldedTime(whole, folds, (window) => ({ start: window.start, end: window.start + 50e6 }));
  const moved = inFoldedTime(before, folds, (window, fold) =>
    panBy(window, 106e6, { start: 0, end: fold(whole.end) }),
  );
  expect([Math.round(moved.start), Math.round(moved.end)]).toEqual([900e6, 950e6]);
});

test('a ruler has no ticks in a folded gap, and none upon another behind it', () => {
  const labels = scaleTicks(new TimeScale(whole, 824, folds)).map(({ label }) => label);
  expect(labels).toEqual(['0.00 s', '0.05 s', '0.10 s', '0.95 s', '1.00 s']);
});

test('a ruler over hours of nothing is made from what is seen', () => {
  const hours = new TimeFolds([{ startNano: 1e6, endNano: 36e12 }], 36e12 + 1e6);
  const shown = scaleTicks(new TimeScale({ start: 0, end: 36e12 + 1e6 }, 800, hours));
  expect(shown.length).toBeLessThan(12);
});
