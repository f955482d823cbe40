import { parseSpanId, parseTraceId, type SiteId } from '../shared/ids.ts';
import type { SpanRef } from '../shared/site.ts';

/** Sites whose spans are asked for. */
export interface SitesQuery {
  readonly sites: readonly SiteId[];
  readonly failedOnly: boolean;
}

/** Reads what a link of ours carries; anything can call a command, so anything else is `undefined`. */
export function readSpanRef(argument: unknown): SpanRef | undefined {
  const { traceId, spanId } = Object(argument) as { traceId?: unknown; spanId?: unknown };
  const trace = typeof traceId === 'string' ? parseTraceId(traceId) : undefined;
  const span = typeof spanId === 'string' ? parseSpanId(spanId) : undefined;
  return trace === undefined || span === undefined ? undefined : { traceId: trace, spanId: span };
}

export function readSitesQuery(argument: unknown): SitesQuery | undefined {
  const { sites, failedOnly } = Object(argument) as { sites?: unknown; failedOnly?: unknown };
  if (!Array.isArray(sites) || !sites.every((site) => Number.isInteger(site))) return undefined;
  return { sites: sites as SiteId[], failedOnly: failedOnly === true };
}
