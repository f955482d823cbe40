import type { PlacedSite } from '../../../src/editor/placedSite.ts';
import type { SiteId, SpanId, TraceId } from '../../../src/shared/ids.ts';
import type { Site } from '../../../src/shared/site.ts';

const ms = 1e6;

export interface SiteFacts {
  readonly name?: string;
  readonly service?: string;
  readonly kind?: Site['kind'];
  readonly count?: number;
  readonly errors?: number;
  /** Milliseconds. */
  readonly p50?: number;
  readonly p95?: number;
  readonly latestFailed?: boolean;
}

/** A site with the figures that a test is about; all spans take `p50` as far as the histogram knows. */
export function siteOf(id: number, facts: SiteFacts = {}): Site {
  const { name = `operation ${id}`, service = 'orders', kind = 'internal', count = 1, errors = 0 } = facts;
  const p50 = (facts.p50 ?? 8) * ms;
  const p95 = (facts.p95 ?? facts.p50 ?? 8) * ms;
  const latest = { traceId: 'a'.repeat(32) as TraceId, spanId: `${id}`.padStart(16, '0') as SpanId };
  const earlier = { traceId: 'b'.repeat(32) as TraceId, spanId: `${id}`.padStart(16, '1') as SpanId };
  return {
    id: id as SiteId,
    service,
    scope: 'test',
    name,
    kind,
    code: {},
    evidence: {},
    count,
    errors,
    p50Nano: p50,
    p95Nano: p95,
    p99Nano: p95,
    maxNano: p95,
    minNano: p50,
    histogram: [],
    slowest: latest,
    latest,
    latestFailed: errors === 0 ? undefined : facts.latestFailed === true ? latest : earlier,
  };
}

export function placedOn(line: number, site: Site, stale = false): PlacedSite {
  return {
    site,
    line,
    stale,
    placement: {
      location: { path: '/shop/orders.ts', line },
      rung: 'code.file.path',
      confidence: 'exact',
      evidence: 'from code.line.number',
    },
  };
}
