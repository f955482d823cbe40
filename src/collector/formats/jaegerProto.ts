import { MessageSchema } from '../otlp/messageSchema.ts';
import type { JsonMessage, JsonValue } from '../otlp/wireToJson.ts';
import { isMessage, messagesOf, textOf } from './anyValue.ts';
import { protoFields, protoMessage } from './protoMessage.ts';

/** Field names and numbers are those of jaeger-idl's `model.proto` and `collector.proto`, package `jaeger.api_v2`. */
const keyValue = new MessageSchema([
  { number: 1, name: 'key', type: 'string' },
  { number: 2, name: 'vType', type: 'uint32' },
  { number: 3, name: 'vStr', type: 'string' },
  { number: 4, name: 'vBool', type: 'bool' },
  { number: 5, name: 'vInt64', type: 'int64' },
  { number: 6, name: 'vFloat64', type: 'double' },
  { number: 7, name: 'vBinary', type: 'bytes' },
]);
/** `google.protobuf.Timestamp`, and `Duration`. */
const time = new MessageSchema([
  { number: 1, name: 'seconds', type: 'int64' },
  { number: 2, name: 'nanos', type: 'uint32' },
]);
const log = new MessageSchema([
  { number: 1, name: 'timestamp', type: () => time },
  { number: 2, name: 'fields', type: () => keyValue, repeated: true },
]);
const spanRef = new MessageSchema([
  { number: 1, name: 'traceId', type: 'id' },
  { number: 2, name: 'spanId', type: 'id' },
  { number: 3, name: 'refType', type: 'uint32' },
]);
const process = new MessageSchema([
  { number: 1, name: 'serviceName', type: 'string' },
  { number: 2, name: 'tags', type: () => keyValue, repeated: true },
]);
const span = new MessageSchema([
  { number: 1, name: 'traceId', type: 'id' },
  { number: 2, name: 'spanId', type: 'id' },
  { number: 3, name: 'operationName', type: 'string' },
  { number: 4, name: 'references', type: () => spanRef, repeated: true },
  { number: 5, name: 'flags', type: 'uint32' },
  { number: 6, name: 'startTime', type: () => time },
  { number: 7, name: 'duration', type: () => time },
  { number: 8, name: 'tags', type: () => keyValue, repeated: true },
  { number: 9, name: 'logs', type: () => log, repeated: true },
  { number: 10, name: 'process', type: () => process },
  { number: 12, name: 'warnings', type: 'string', repeated: true },
]);
/** Of a `PostSpansRequest`, and of a `Batch`. */
const batchNumber = 1;
const spansNumber = 1;
const processNumber = 2;

/** Spans of a `PostSpansRequest` as they are in Jaeger's JSON, one at a time, each with its process. Throws `MalformedError`. */
export function* jaegerProtoSpans(bytes: Uint8Array): Generator<object> {
  for (const batch of protoFields(bytes, batchNumber)) {
    let sender: object | undefined;
    for (const content of protoFields(batch, processNumber))
      sender = processOf(protoMessage(process, content));
    for (const content of protoFields(batch, spansNumber)) yield spanOf(protoMessage(span, content), sender);
  }
}

function processOf(message: JsonValue | undefined): object | undefined {
  if (!isMessage(message)) return undefined;
  return { serviceName: message['serviceName'], tags: messagesOf(message['tags']).map(tagOf) };
}

function spanOf(message: JsonMessage, sender: object | undefined): object {
  return {
    traceID: message['traceId'],
    spanID: message['spanId'],
    operationName: message['operationName'],
    references: messagesOf(message['references']).map(({ traceId, spanId, refType }) => ({
      refType: refType === 1 ? 'FOLLOWS_FROM' : 'CHILD_OF',
      traceID: traceId,
      spanID: spanId,
    })),
    flags: message['flags'],
    startTime: microsOf(message['startTime']),
    duration: microsOf(message['duration']),
    tags: messagesOf(message['tags']).map(tagOf),
    logs: messagesOf(message['logs']).map(({ timestamp, fields }) => ({
      timestamp: microsOf(timestamp),
      fields: messagesOf(fields).map(tagOf),
    })),
    warnings: message['warnings'],
    process: processOf(message['process']) ?? sender,
  };
}

/** The value that the type names; its default where it is missing. */
function tagOf({ key, vType, vStr, vBool, vInt64, vFloat64, vBinary }: JsonMessage): object {
  const name = textOf(key);
  switch (vType) {
    case 1:
      return { key: name, type: 'bool', value: vBool ?? false };
    case 2:
      return { key: name, type: 'int64', value: vInt64 ?? '0' };
    case 3:
      return { key: name, type: 'float64', value: vFloat64 ?? 0 };
    case 4:
      return { key: name, type: 'binary', value: vBinary ?? '' };
    default:
      return { key: name, type: 'string', value: vStr ?? '' };
  }
}

/** Microseconds as text with the nanoseconds behind the point. */
function microsOf(message: JsonValue | undefined): string {
  const { seconds, nanos } = isMessage(message) ? message : { seconds: undefined, nanos: undefined };
  // `nanos` is an int32, of which the reader has told the bits.
  const total = BigInt(textOf(seconds) || 0) * 1_000_000_000n + BigInt(Number(nanos ?? 0) | 0);
  const size = total < 0n ? -total : total;
  return `${total < 0n ? '-' : ''}${size / 1000n}.${String(size % 1000n).padStart(3, '0')}`;
}
