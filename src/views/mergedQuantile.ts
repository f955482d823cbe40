import type { Site } from '../shared/site.ts';

/**
 * A quantile of the spans of several sites together, nanoseconds: that of the one site where there is one;
 * else the middle of the histogram bucket in which it falls.
 */
export function mergedQuantile(sites: readonly Site[], quantile: 0.5 | 0.95): number {
  const [only] = sites;
  if (only !== undefined && sites.length === 1) return quantile === 0.5 ? only.p50Nano : only.p95Nano;
  const buckets = sites.flatMap(bucketsOf).sort((a, b) => a.nano - b.nano);
  const total = buckets.reduce((sum, bucket) => sum + bucket.count, 0);
  let below = 0;
  for (const bucket of buckets) {
    below += bucket.count;
    if (below >= quantile * total) return bucket.nano;
  }
  return 0;
}

function bucketsOf(site: Site): readonly { readonly nano: number; readonly count: number }[] {
  if (site.histogram.length === 0 || site.minNano <= 0) return [{ nano: site.p50Nano, count: site.count }];
  const step = Math.log(site.maxNano / site.minNano) / site.histogram.length;
  return site.histogram.map((count, i) => ({ nano: site.minNano * Math.exp(step * (i + 0.5)), count }));
}
