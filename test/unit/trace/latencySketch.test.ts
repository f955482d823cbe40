import { expect, test } from 'vitest';
import { LatencySketch } from '../../../src/trace/latencySketch.ts';

test('quantiles are within 2 % over nine powers of ten', () => {
  const sketch = new LatencySketch();
  const values = Array.from({ length: 20_000 }, (_, i) =>
    Math.round(10 ** (1 + (9 * ((i * 7919) % 20_000)) / 20_000)),
  );
  for (const value of values) sketch.add(value);
  values.sort((a, b) => a - b);
  for (const q of [0.01, 0.5, 0.95, 0.99]) {
    const exact = values[Math.ceil(q * values.length) - 1] as number;
    expect(Math.abs(sketch.quantile(q) - exact) / exact).toBeLessThan(0.02);
  }
  expect([sketch.count, sketch.min, sketch.max]).toEqual([20_000, values[0], values.at(-1)]);
  expect(sketch.bytes).toBeLessThan(6_500);
});

test.each([0, 1, 2, 31, 32, 33, 2 ** 32 - 1, 2 ** 32, 2 ** 53])(
  'one value of %d is its every quantile',
  (value) => {
    const sketch = new LatencySketch();
    sketch.add(value);
    expect([sketch.quantile(0), sketch.quantile(0.5), sketch.quantile(1)]).toEqual([value, value, value]);
  },
);

test('buckets go up to the slowest from the fastest', () => {
  const sketch = new LatencySketch();
  for (const value of [1_000, 1_000, 10_000, 100_000]) sketch.add(value);
  expect(sketch.histogram(3)).toEqual([2, 1, 1]);
});

test('a sketch that nothing was added to answers zeros', () => {
  const sketch = new LatencySketch();
  expect([sketch.quantile(0.5), sketch.histogram(2)]).toEqual([0, [0, 0]]);
});
