import type { SiteId } from '../shared/ids.ts';
import type { CollectorApi, SiteSpan } from '../shared/protocol.ts';

/** Spans that are offered of each sort. */
const maxOfSort = 200;

/** Spans of some sites to choose from. */
export interface SpanChoices {
  /** The latest first. */
  readonly failed: readonly SiteSpan[];
  /** The slowest first; without the failed ones. */
  readonly others: readonly SiteSpan[];
  /** How many there are in all, of which the above may be a part. */
  readonly matched: number;
}

export async function spanChoices(
  api: Pick<CollectorApi, 'siteSpans'>,
  sites: readonly SiteId[],
): Promise<SpanChoices> {
  const [failedFirst, slowest] = await Promise.all([
    api.siteSpans({ sites, order: 'failedFirst', limit: maxOfSort }),
    api.siteSpans({ sites, order: 'slowest', limit: maxOfSort }),
  ]);
  return {
    failed: failedFirst.spans.filter((span) => span.failed),
    others: slowest.spans.filter((span) => !span.failed),
    matched: slowest.matched,
  };
}
