import type { TraceId } from '../../shared/ids.ts';
import type { AttributeColumns, AttributeKey, AttributesQuery } from '../../shared/traceAttributes.ts';
import type { TraceStore } from '../store/traceStore.ts';

export async function traceAttributes(
  _store: TraceStore,
  _query: AttributesQuery,
): Promise<AttributeColumns | undefined> {
  return undefined;
}

export async function attributeKeys(_store: TraceStore, _traceId: TraceId): Promise<readonly AttributeKey[]> {
  return [];
}
