import type { SpanId, TraceId } from '../../shared/ids.ts';
import type { UnixNanoText } from '../../shared/time.ts';
import { jsonToWire } from '../otlp/jsonToWire.ts';
import { isJsonBatch } from '../otlp/logIds.ts';
import type { MessageSchema } from '../otlp/messageSchema.ts';
import type { ByteRange } from '../otlp/recordWalk.ts';
import { MalformedError } from '../otlp/wireReader.ts';
import { type JsonMessage, wireToJson } from '../otlp/wireToJson.ts';
import { attributesIn, messageIn, textIn } from './jsonAttributes.ts';

const unknownService = 'unknown_service';

/** The trace, or the span of it, that is asked for, as its ids stand in the bytes. */
export class WantedIds {
  readonly #traceId: Uint8Array;
  readonly #spanId: Uint8Array | undefined;

  constructor({ traceId, spanId }: { readonly traceId: TraceId; readonly spanId?: SpanId }) {
    this.#traceId = Buffer.from(traceId, 'hex');
    this.#spanId = spanId === undefined ? undefined : Buffer.from(spanId, 'hex');
  }

  /** Whether a record is one of them; −1 says that it has no such id. */
  standAt(bytes: Uint8Array, traceIdAt: number, spanIdAt: number): boolean {
    if (!standsAt(bytes, traceIdAt, this.#traceId)) return false;
    return this.#spanId === undefined || standsAt(bytes, spanIdAt, this.#spanId);
  }
}

function standsAt(bytes: Uint8Array, at: number, id: Uint8Array): boolean {
  if (at < 0) return false;
  for (let i = 0; i < id.length; i++) if (bytes[at + i] !== id[i]) return false;
  return true;
}

/** A kept batch as protobuf: those of older stores are kept as they were sent. One that is broken says nothing. */
export function batchOnWire(schema: MessageSchema, bytes: Uint8Array<ArrayBuffer>): Uint8Array<ArrayBuffer> {
  if (!isJsonBatch(bytes)) return bytes;
  try {
    return jsonToWire(schema, bytes);
  } catch (error) {
    if (error instanceof MalformedError) return new Uint8Array();
    throw error;
  }
}

/** `undefined` where it is broken. */
export function messageAt(
  schema: MessageSchema,
  bytes: Uint8Array,
  { start, end }: ByteRange,
): JsonMessage | undefined {
  try {
    return wireToJson(schema, bytes, start, end);
  } catch (error) {
    if (error instanceof MalformedError) return undefined;
    throw error;
  }
}

/** Of what holds a `resource`: `ResourceLogs`, `ResourceMetrics`. */
export function serviceOf(ofResource: JsonMessage | undefined): string {
  const attributes = attributesIn(messageIn(ofResource ?? {}, 'resource'));
  const name = attributes.find(({ key }) => key === 'service.name')?.value;
  return name?.type === 'string' && name.value !== '' ? name.value : unknownService;
}

/** `undefined` where it has none. */
export function spanIdIn(message: JsonMessage): SpanId | undefined {
  const spanId = textIn(message, 'spanId');
  return spanId.length !== 16 || /^0*$/.test(spanId) ? undefined : (spanId as SpanId);
}

interface Timed {
  readonly timeUnixNano: UnixNanoText;
}

/** Decimal digits without leading zeros: the longer one is the greater one. */
export function byTime({ timeUnixNano: a }: Timed, { timeUnixNano: b }: Timed): number {
  return a.length - b.length || (a < b ? -1 : a > b ? 1 : 0);
}
