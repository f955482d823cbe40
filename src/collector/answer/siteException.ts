import type { SpanId, TraceId } from '../../shared/ids.ts';
import type { SiteRelatives } from '../../shared/protocol.ts';
import type { SpanRef } from '../../shared/site.ts';
import type { Attribute, AttributeValue } from '../../shared/spanDetail.ts';
import { hexOfWords } from '../store/hexOfWords.ts';
import { rowMask } from '../store/spanChunk.ts';
import type { TraceStore } from '../store/traceStore.ts';
import { attributesIn, messagesIn } from './jsonAttributes.ts';
import type { LogSearch } from './logSearch.ts';
import { spanMessage } from './spanMessages.ts';

type Exception = Pick<SiteRelatives, 'exception' | 'exceptionStack'>;

/** The exception of a failed span: of its last event that has a stack, of the span itself (Rust), or of a log. */
export function siteException(store: TraceStore, failed: number, search: LogSearch): Exception {
  const span = spanMessage(store, failed);
  const events = messagesIn(span, 'events').map(attributesIn);
  const own = exceptionIn([...events, attributesIn(span)]);
  if (own.exceptionStack !== undefined) return own;
  const logs = search.exceptions(failed, refOf(store, failed));
  return { ...own, ...exceptionIn(logs.map(({ attributes }) => attributes)) };
}

function exceptionIn(sets: readonly (readonly Attribute[])[]): Exception {
  const telling = sets.filter((attributes) => textAt(attributes, 'exception.stacktrace') !== undefined);
  const chosen = telling.at(-1) ?? sets.findLast((one) => textAt(one, 'exception.message') !== undefined);
  if (chosen === undefined) return {};
  const stack = textAt(chosen, 'exception.stacktrace');
  const type = textAt(chosen, 'exception.type');
  const message = textAt(chosen, 'exception.message');
  const exception = [type, message].filter((part) => part !== undefined).join(': ');
  return {
    ...(stack === undefined ? {} : { exceptionStack: stack }),
    ...(exception === '' ? {} : { exception }),
  };
}

function textAt(attributes: readonly Attribute[], key: string): string | undefined {
  const value = attributes.find((attribute) => attribute.key === key)?.value;
  return value === undefined ? undefined : textOf(value);
}

function textOf(value: AttributeValue): string | undefined {
  if (value.type === 'string') return value.value === '' ? undefined : value.value;
  if (value.type !== 'array') return undefined;
  return value.value.flatMap((one) => (one.type === 'string' ? [one.value] : [])).join('\n') || undefined;
}

function refOf(store: TraceStore, row: number): SpanRef {
  const chunk = store.index.rows.chunk(row);
  const i = row & rowMask;
  const words = Uint32Array.of(chunk.idHigh[i] as number, chunk.idLow[i] as number);
  const traceId: TraceId = store.traceId(chunk.trace[i] as number);
  return { traceId, spanId: hexOfWords(words) as SpanId };
}
