import { formatDuration } from '../shared/duration.ts';
import { groupBy } from '../shared/groupBy.ts';
import type { SiteId } from '../shared/ids.ts';
import type { Site } from '../shared/site.ts';
import { mergedQuantile } from './mergedQuantile.ts';
import { gap } from './traceRow.ts';

/** A service with its operations, as the tree shows them. */
export interface ServiceRow {
  readonly service: string;
  readonly description: string;
  readonly failed: number;
  readonly operations: readonly OperationRow[];
}

/** All sites of a service with the same name and kind. */
export interface OperationRow {
  readonly service: string;
  readonly name: string;
  readonly kind: Site['kind'];
  readonly description: string;
  readonly failed: number;
  readonly sites: readonly SiteId[];
}

/** Services by name; operations with the most time first would jump about, so they stand by name as well. */
export function serviceRows(sites: Iterable<Site>): readonly ServiceRow[] {
  const services = groupBy(sites, (site) => site.service);
  return [...services].map(([service, own]) => serviceRow(service, own)).sort(by((row) => row.service));
}

function serviceRow(service: string, sites: readonly Site[]): ServiceRow {
  const operations = groupBy(sites, (site) => `${site.kind}\0${site.name}`);
  const entries = sites.filter((site) => site.kind === 'server' || site.kind === 'consumer');
  return {
    service,
    description: describe(entries.length > 0 ? entries : sites, 'service'),
    failed: sum(sites, (site) => site.errors),
    operations: [...operations.values()].map(operationRow).sort(by((row) => row.name)),
  };
}

function operationRow(sites: readonly [Site, ...Site[]]): OperationRow {
  const [first] = sites;
  return {
    service: first.service,
    name: first.name,
    kind: first.kind,
    description: describe(sites, 'operation'),
    failed: sum(sites, (site) => site.errors),
    sites: sites.map((site) => site.id),
  };
}

/** `212 calls  4 failed  p95 1.2 s`, or `48  p50 450 ms  p95 1.2 s`. */
function describe(sites: readonly Site[], of: 'service' | 'operation'): string {
  const calls = sum(sites, (site) => site.count);
  const failed = sum(sites, (site) => site.errors);
  const parts = [of === 'operation' ? String(calls) : calls === 1 ? '1 call' : `${calls} calls`];
  if (failed > 0) parts.push(`${failed} failed`);
  if (of === 'operation') parts.push(`p50 ${formatDuration(mergedQuantile(sites, 0.5))}`);
  return [...parts, `p95 ${formatDuration(mergedQuantile(sites, 0.95))}`].join(gap);
}

function sum(sites: readonly Site[], value: (site: Site) => number): number {
  return sites.reduce((total, site) => total + value(site), 0);
}

function by<T>(key: (row: T) => string): (a: T, b: T) => number {
  const { compare } = new Intl.Collator('en', { numeric: true });
  return (a, b) => compare(key(a), key(b));
}
