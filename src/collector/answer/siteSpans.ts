import type { SiteId, SpanId } from '../../shared/ids.ts';
import type { SiteSpan, SiteSpansPage, SiteSpansQuery } from '../../shared/protocol.ts';
import { unixNanoText } from '../../shared/time.ts';
import { hexOfWords } from '../store/hexOfWords.ts';
import { meta, rowMask, type SpanChunk, spanStatus } from '../store/spanChunk.ts';
import type { TraceStore } from '../store/traceStore.ts';
import { TopRows } from './topRows.ts';

/** Longest page; a query for more gets this many and the true number of matches. */
const maxPage = 10_000;

/** Spans of some sites: one pass over the column of sites that keeps only the best. */
export function siteSpans(store: TraceStore, query: SiteSpansQuery): SiteSpansPage {
  const wanted = new Uint8Array(store.index.sites.nextId);
  for (const site of query.sites) wanted[site] = 1;
  const top = new TopRows(Math.max(0, Math.min(query.limit, maxPage)));
  let matched = 0;
  store.index.rows.forEachChunk((chunk, firstRow) => {
    for (let i = 0; i < chunk.used; i++) {
      if (wanted[chunk.site[i] as number] !== 1 || ((chunk.meta[i] as number) & meta.dead) !== 0) continue;
      matched++;
      top.offer(firstRow + i, keyOf(chunk, i, query.order));
    }
  });
  return { spans: top.sorted().map((row) => siteSpan(store, row)), matched };
}

/** What comes first has the greatest key. */
function keyOf(chunk: SpanChunk, i: number, order: SiteSpansQuery['order']): number {
  if (order === 'slowest') return chunk.duration[i] as number;
  const start = (chunk.startHigh[i] as number) * 2 ** 32 + (chunk.startLow[i] as number);
  return order === 'failedFirst' && failed(chunk, i) ? start + 2 ** 64 : start;
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
