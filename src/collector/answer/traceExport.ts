import type { TraceId } from '../../shared/ids.ts';
import type { ExportPiece, ExportQuery } from '../../shared/protocol.ts';
import type { JsonMessage } from '../otlp/wireToJson.ts';
import { wordsOfHex } from '../store/hexOfWords.ts';
import { rowMask } from '../store/spanChunk.ts';
import type { TraceStore } from '../store/traceStore.ts';
import { groupMessages, spanMessage } from './spanMessages.ts';
import { rowsOfTrace } from './traceOrders.ts';

/** A piece ends with the first trace that makes it at least so many spans, or inside a trace that has more. */
const spansAPiece = 5_000;
const opening = '{"resourceSpans":[';
const closing = ']}\n';

/** Where the next piece begins: the trace, and how many of its spans were told already. */
interface Cursor {
  readonly trace: string;
  readonly told: number;
}

/**
 * OTLP JSON of traces, a piece at a time; the pieces one after the other are one document. Traces that go
 * while it is written are left out.
 */
export function exportPiece(store: TraceStore, query: ExportQuery): ExportPiece {
  const ids = query.traceIds ?? allTraces(store);
  const cursor = parseCursor(query.cursor);
  let from = cursor === undefined ? 0 : ids.indexOf(cursor.trace as TraceId);
  let told = cursor?.told ?? 0;
  const rows: number[] = [];
  for (; from >= 0 && from < ids.length && rows.length < spansAPiece; told = 0) {
    const all = rowsOf(store, ids[from] as TraceId);
    const taken = all.subarray(told, told + spansAPiece - rows.length);
    for (const row of taken) rows.push(row);
    told += taken.length;
    if (told < all.length) break;
    from++;
  }
  const isLast = from < 0 || from >= ids.length;
  const next = isLast ? undefined : `${ids[from]}:${told}:${rows.length > 0 || cursor !== undefined ? 1 : 0}`;
  return { bytes: Buffer.from(pieceText(store, rows, query.cursor, isLast)), next };
}

function pieceText(
  store: TraceStore,
  rows: readonly number[],
  cursor: string | undefined,
  isLast: boolean,
): string {
  const messages = resourceMessages(store, rows).map((message) => JSON.stringify(message));
  const isFirst = cursor === undefined;
  const somethingBefore = cursor?.endsWith(':1') === true;
  const comma = somethingBefore && messages.length > 0 ? ',' : '';
  return `${isFirst ? opening : ''}${comma}${messages.join(',\n')}${isLast ? closing : ''}`;
}

function parseCursor(cursor: string | undefined): Cursor | undefined {
  if (cursor === undefined) return undefined;
  const [trace = '', told = '0'] = cursor.split(':');
  return { trace, told: Number(told) };
}

function allTraces(store: TraceStore): TraceId[] {
  return Array.from(store.index.traces.slots(), (slot) => store.traceId(slot));
}

function rowsOf(store: TraceStore, traceId: TraceId): Uint32Array {
  const slot = store.index.findTrace(wordsOfHex(traceId));
  return slot < 0 ? new Uint32Array() : rowsOfTrace(store, slot);
}

/** Spans that came under the same scope of the same message stay together. */
function resourceMessages(store: TraceStore, rows: readonly number[]): JsonMessage[] {
  const byGroup = new Map<number, JsonMessage[]>();
  for (const row of rows) {
    const group = store.index.rows.chunk(row).group[row & rowMask] as number;
    const spans = byGroup.get(group) ?? [];
    byGroup.set(group, spans);
    spans.push(spanMessage(store, row));
  }
  return [...byGroup].map(([group, spans]) => {
    const { resource, scope } = groupMessages(store, group);
    return { ...resource, scopeSpans: [{ ...scope, spans }] };
  });
}
