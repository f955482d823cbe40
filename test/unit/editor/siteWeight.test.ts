import { expect, test } from 'vitest';
import { SiteWeights, totalNano } from '../../../src/editor/siteWeight.ts';
import type { Site } from '../../../src/shared/site.ts';
import { siteOf } from './siteOf.ts';

test('the call that waits matters, not the lines around it', () => {
  const request = siteOf(1, { name: 'POST /pay', kind: 'server', count: 10, p50: 250 });
  const charge = siteOf(2, { name: 'charge', kind: 'internal', count: 10, p50: 248 });
  const call = siteOf(3, { name: 'POST bank', kind: 'client', count: 10, p50: 235 });
  const insert = siteOf(4, { name: 'INSERT', kind: 'client', count: 10, p50: 3 });
  expect(marked([request, charge, call, insert])).toEqual(['POST bank']);
});

test('time that nothing below accounts for is its own', () => {
  const request = siteOf(1, { name: 'GET /report', kind: 'server', count: 10, p50: 250 });
  const render = siteOf(2, { name: 'render', kind: 'internal', count: 10, p50: 200 });
  const select = siteOf(3, { name: 'SELECT', kind: 'client', count: 10, p50: 20 });
  expect(marked([request, render, select])).toEqual(['render']);
  expect(marked([request, select])).toEqual(['GET /report']);
});

test('what nobody notices does not matter, whatever its share', () => {
  expect(marked([siteOf(1, { kind: 'client', p50: 2, p95: 9 })])).toEqual([]);
});

test('services are judged apart', () => {
  const slow = siteOf(1, { name: 'slow', service: 'a', kind: 'client', p50: 5000 });
  const fast = siteOf(2, { name: 'fast', service: 'b', kind: 'client', p50: 20 });
  expect(marked([slow, fast])).toEqual(['slow', 'fast']);
});

test('the total is the histogram added up', () => {
  const site = { ...siteOf(1, { count: 3 }), minNano: 1e6, maxNano: 100e6, histogram: [2, 1] };
  // Two buckets, 1 to 10 ms and 10 to 100 ms, with their geometric middles at √10 and 10·√10 ms.
  expect(totalNano(site) / 1e6).toBeCloseTo(2 * Math.sqrt(10) + 10 * Math.sqrt(10), 3);
});

function marked(sites: readonly Site[]): string[] {
  const weights = new SiteWeights(sites);
  return sites.filter((site) => weights.matters(site)).map((site) => site.name);
}
