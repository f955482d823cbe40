import type { Site } from '../shared/site.ts';

/**
 * Nanoseconds that all spans of a site took together, from its histogram: the geometric middle of each
 * bucket times its count. Within some percent of the truth, which is enough to rank lines.
 */
export function totalNano(site: Site): number {
  const buckets = site.histogram.length;
  if (buckets === 0 || site.minNano <= 0) return site.count * site.p50Nano;
  const step = Math.log(site.maxNano / site.minNano) / buckets;
  let total = 0;
  site.histogram.forEach((count, i) => {
    total += count * site.minNano * Math.exp(step * (i + 0.5));
  });
  return total;
}

/** From what calls others to what is called; time of a later one explains time of an earlier one. */
const entry = 0;
const inner = 1;
const outgoing = 2;

function rankOf(site: Site): number {
  if (site.kind === 'server' || site.kind === 'consumer') return entry;
  return site.kind === 'client' || site.kind === 'producer' ? outgoing : inner;
}

/** Nobody waits for less than this. */
const noticeableNano = 10e6;
/** Part of its service's busy time from which a line matters. */
const notableShare = 0.2;
/** A site is a mere frame around others when they account for this part of its time. */
const explainedShare = 0.5;

/**
 * Whether a site's slowness matters in its program. All must hold:
 * - one in twenty of its spans takes 10 ms or longer;
 * - its spans take at least 20 % of its service's busy time, which is the total of the service's entry spans
 *   (kinds server and consumer), or the largest total of a site where there are none;
 * - the time is its own: what ranks below it in the same service (entry, then internal, then client and
 *   producer spans) accounts for less than half of it. So the call that waits is marked, and not every line
 *   around it.
 */
export class SiteWeights {
  readonly #services = new Map<string, ServiceTimes>();

  constructor(sites: Iterable<Site>) {
    for (const site of sites) this.#add(site);
  }

  matters(site: Site): boolean {
    if (site.p95Nano < noticeableNano) return false;
    const times = this.#services.get(site.service);
    if (times === undefined) return false;
    const own = totalNano(site);
    const busy = times.byRank[entry] > 0 ? times.byRank[entry] : times.largest;
    return own >= notableShare * busy && explainedBelow(times, rankOf(site)) < explainedShare * own;
  }

  #add(site: Site): void {
    const times = this.#services.get(site.service) ?? { byRank: [0, 0, 0], largest: 0 };
    this.#services.set(site.service, times);
    const total = totalNano(site);
    const rank = rankOf(site);
    times.byRank[rank] = (times.byRank[rank] ?? 0) + total;
    times.largest = Math.max(times.largest, total);
  }
}

interface ServiceTimes {
  readonly byRank: [number, number, number];
  largest: number;
}

function explainedBelow(times: ServiceTimes, rank: number): number {
  let total = 0;
  for (let below = rank + 1; below < times.byRank.length; below++) total += times.byRank[below] ?? 0;
  return total;
}
