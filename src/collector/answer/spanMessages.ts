import type { MessageSchema } from '../otlp/messageSchema.ts';
import { resourceSpansSchema, scopeSpansSchema, spanSchema } from '../otlp/tracesSchema.ts';
import { WireReader } from '../otlp/wireReader.ts';
import { type JsonMessage, wireToJson } from '../otlp/wireToJson.ts';
import { rowMask } from '../store/spanChunk.ts';
import type { TraceStore } from '../store/traceStore.ts';

/** A span with what it came under, in OTLP JSON. */
export interface SpanMessages {
  readonly span: JsonMessage;
  readonly resource: JsonMessage;
  readonly scope: JsonMessage;
}

/** The messages around spans without the spans. */
const resourceHead = resourceSpansSchema.without('scopeSpans');
const scopeHead = scopeSpansSchema.without('spans');

export function spanMessages(store: TraceStore, row: number): SpanMessages {
  const group = store.index.rows.chunk(row).group[row & rowMask] as number;
  const { resource, scope } = groupMessages(store, group);
  return {
    span: spanMessage(store, row),
    resource: asMessage(resource['resource']),
    scope: asMessage(scope['scope']),
  };
}

/** The span alone. */
export function spanMessage(store: TraceStore, row: number): JsonMessage {
  const chunk = store.index.rows.chunk(row);
  const group = chunk.group[row & rowMask] as number;
  return messageAt(spanSchema, bytesOfGroup(store, group), chunk.at[row & rowMask] as number);
}

/** `ResourceSpans` without its scopes, and `ScopeSpans` without its spans. */
export function groupMessages(
  store: TraceStore,
  group: number,
): { readonly resource: JsonMessage; readonly scope: JsonMessage } {
  const bytes = bytesOfGroup(store, group);
  const { resourceAt, scopeAt } = store.index.groups;
  return {
    resource: messageAt(resourceHead, bytes, resourceAt[group] as number),
    scope: messageAt(scopeHead, bytes, scopeAt[group] as number),
  };
}

function bytesOfGroup(store: TraceStore, group: number): Uint8Array {
  const block = store.index.groups.block[group] as number;
  return store.reader.read(store.index.blocks.rowId[block] as number);
}

/** The message whose length stands at `at`. */
function messageAt(schema: MessageSchema, bytes: Uint8Array, at: number): JsonMessage {
  const reader = new WireReader(bytes);
  reader.pos = at;
  const end = reader.endOfBytes();
  return wireToJson(schema, bytes, reader.pos, end);
}

function asMessage(value: unknown): JsonMessage {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as JsonMessage) : {};
}
