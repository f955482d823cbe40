import { expect, test } from 'vitest';
import type { Site } from '../../../src/shared/site.ts';
import { mergedQuantile } from '../../../src/views/mergedQuantile.ts';
import { serviceRows } from '../../../src/views/serviceRows.ts';
import { siteOf } from '../editor/siteOf.ts';

test('services and their operations, with the figures of each', () => {
  expect(
    picture([
      siteOf(1, {
        service: 'storefront',
        name: 'POST /checkout',
        kind: 'server',
        count: 48,
        p50: 450,
        p95: 1200,
      }),
      siteOf(2, { service: 'storefront', name: 'fetch', kind: 'client', count: 480, errors: 4, p50: 20 }),
      siteOf(3, { service: 'payments', name: 'charge', count: 1, p50: 40 }),
    ]),
  ).toBe(
    `
payments  1 call  p95 40 ms
  charge  1  p50 40 ms  p95 40 ms
storefront  48 calls  p95 1.2 s
  fetch  480  4 failed  p50 20 ms  p95 20 ms
  POST /checkout  48  p50 450 ms  p95 1.2 s`.trim(),
  );
});

test('sites of one name are one operation', () => {
  const [row] = serviceRows([
    siteOf(1, { name: 'query', count: 3, p50: 1 }),
    siteOf(2, { name: 'query', count: 5, p50: 9, errors: 1 }),
  ]);
  expect(row?.operations).toMatchObject([{ name: 'query', sites: [1, 2], failed: 1 }]);
});

test('a quantile of several sites is that of their spans together', () => {
  const fast = { ...siteOf(1, { count: 90 }), minNano: 1e6, maxNano: 1e6, histogram: [90] };
  const slow = { ...siteOf(2, { count: 10 }), minNano: 9e6, maxNano: 9e6, histogram: [10] };
  expect(mergedQuantile([fast, slow], 0.5)).toBeCloseTo(1e6);
  expect(mergedQuantile([fast, slow], 0.95)).toBeCloseTo(9e6);
});

function picture(sites: readonly Site[]): string {
  const rows = serviceRows(sites).flatMap((row) => [
    `${row.service}  ${row.description}`,
    ...row.operations.map((operation) => `  ${operation.name}  ${operation.description}`),
  ]);
  return rows.join('\n');
}
