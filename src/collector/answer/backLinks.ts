import type { SpanId } from '../../shared/ids.ts';
import type { BackLink } from '../../shared/protocol.ts';
import type { SpanRef } from '../../shared/site.ts';
import { hexOfWords, wordsOfHex } from '../store/hexOfWords.ts';
import { rowMask } from '../store/spanChunk.ts';
import type { TraceStore } from '../store/traceStore.ts';

const mostLinks = 100;
/** Of so many that came last, the ones that started last are told. */
const mostLooked = 1_000;

/** The spans that link to a span, which itself need not be in the store; the one that started last first. */
export function backLinks(store: TraceStore, { traceId, spanId }: SpanRef): readonly BackLink[] {
  const rows = new Set<number>();
  for (const row of store.index.links.rowsTo(wordsOfHex(traceId + spanId))) {
    rows.add(row);
    if (rows.size === mostLooked) break;
  }
  const latestFirst = [...rows].sort((a, b) => startOf(store, b) - startOf(store, a));
  return latestFirst.slice(0, mostLinks).map((row) => backLink(store, row));
}

/** Nanoseconds, to within 256: near enough for an order. */
function startOf(store: TraceStore, row: number): number {
  const chunk = store.index.rows.chunk(row);
  return (chunk.startHigh[row & rowMask] as number) * 2 ** 32 + (chunk.startLow[row & rowMask] as number);
}

function backLink(store: TraceStore, row: number): BackLink {
  const { rows, groups, texts } = store.index;
  const chunk = rows.chunk(row);
  const i = row & rowMask;
  return {
    traceId: store.traceId(chunk.trace[i] as number),
    spanId: hexOfWords(Uint32Array.of(chunk.idHigh[i] as number, chunk.idLow[i] as number)) as SpanId,
    name: texts.text(chunk.name[i] as number),
    service: texts.text(groups.service[chunk.group[i] as number] as number),
  };
}
