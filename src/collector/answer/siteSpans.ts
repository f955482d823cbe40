import type { SiteId, SpanId } from '../../shared/ids.ts';
import type { SiteSpan, SiteSpansPage, SiteSpansQuery } from '../../shared/protocol.ts';
import { unixNanoText } from '../../shared/time.ts';
import { hexOfWords } from '../store/hexOfWords.ts';
import { meta, rowMask, type SpanChunk, spanStatus } from '../store/spanChunk.ts';
import type { TraceStore } from '../store/traceStore.ts';

/** Longest page; a query for more gets this many and the true number of matches. */
const maxPage = 10_000;

/** Spans of some sites: one pass over the column of sites, then a sort of what matched. */
export function siteSpans(store: TraceStore, query: SiteSpansQuery): SiteSpansPage {
  const rows = rowsOfSites(store, new Set<number>(query.sites));
  const keys = sortKeys(store, rows, query.order);
  const order = rows.map((_, k) => k).sort((a, b) => (keys[b] as number) - (keys[a] as number));
  const limit = Math.max(0, Math.min(query.limit, maxPage));
  const spans = order.slice(0, limit).map((k) => siteSpan(store, rows[k] as number));
  return { spans, matched: rows.length };
}

function rowsOfSites(store: TraceStore, sites: ReadonlySet<number>): number[] {
  const found: number[] = [];
  store.index.rows.forEachChunk((chunk, firstRow) => {
    for (let i = 0; i < chunk.used; i++) {
      if (sites.has(chunk.site[i] as number) && ((chunk.meta[i] as number) & meta.dead) === 0) {
        found.push(firstRow + i);
      }
    }
  });
  return found;
}

/** What comes first has the greatest key. */
function sortKeys(store: TraceStore, rows: readonly number[], order: SiteSpansQuery['order']): Float64Array {
  return Float64Array.from(rows, (row) => {
    const chunk = store.index.rows.chunk(row);
    const i = row & rowMask;
    if (order === 'slowest') return chunk.duration[i] as number;
    const start = (chunk.startHigh[i] as number) * 2 ** 32 + (chunk.startLow[i] as number);
    return order === 'failedFirst' && failed(chunk, i) ? start + 2 ** 64 : start;
  });
}

function siteSpan(store: TraceStore, row: number): SiteSpan {
  const chunk = store.index.rows.chunk(row);
  const i = row & rowMask;
  const start = (BigInt(chunk.startHigh[i] as number) << 32n) | BigInt(chunk.startLow[i] as number);
  return {
    traceId: store.traceId(chunk.trace[i] as number),
    spanId: hexOfWords(Uint32Array.of(chunk.idHigh[i] as number, chunk.idLow[i] as number)) as SpanId,
    site: chunk.site[i] as number as SiteId,
    startUnixNano: unixNanoText(start),
    durationNano: chunk.duration[i] as number,
    failed: failed(chunk, i),
  };
}

function failed(chunk: SpanChunk, i: number): boolean {
  return spanStatus(chunk, i) === 2;
}
