import { expect, test } from 'vitest';
import { FewLatencies } from '../../../src/trace/fewLatencies.ts';

function latencies(count: number): FewLatencies {
  const result = new FewLatencies();
  for (let i = 0; i < count; i++) result.add(((i * 7) % count) + 1001);
  return result;
}

test('quantiles of few are exact, by nearest rank', () => {
  const few = latencies(200);
  expect([few.count, few.max, few.quantile(0), few.quantile(0.5), few.quantile(0.95)]).toEqual([
    200, 1200, 1001, 1100, 1190,
  ]);
  expect([latencies(1).quantile(0.95), new FewLatencies().quantile(0.5), new FewLatencies().max]).toEqual([
    1001, 0, 0,
  ]);
});

test('quantiles of many are within 2 %', () => {
  const many = latencies(5000);
  expect([many.count, many.max]).toEqual([5000, 6000]);
  expect(Math.abs(many.quantile(0.5) / 3500 - 1)).toBeLessThan(0.02);
});
