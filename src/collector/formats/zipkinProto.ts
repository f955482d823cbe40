import { MessageSchema } from '../otlp/messageSchema.ts';
import type { JsonMessage } from '../otlp/wireToJson.ts';
import { isMessage, messagesOf, textOf } from './anyValue.ts';
import { ipAddress } from './ipAddress.ts';
import { protoFields, protoMessage } from './protoMessage.ts';

/** Field names and numbers are those of zipkin-api's `zipkin.proto`. */
const endpoint = new MessageSchema([
  { number: 1, name: 'serviceName', type: 'string' },
  { number: 2, name: 'ipv4', type: 'id' },
  { number: 3, name: 'ipv6', type: 'id' },
  { number: 4, name: 'port', type: 'uint32' },
]);
const annotation = new MessageSchema([
  { number: 1, name: 'timestamp', type: 'fixed64' },
  { number: 2, name: 'value', type: 'string' },
]);
const tag = new MessageSchema([
  { number: 1, name: 'key', type: 'string' },
  { number: 2, name: 'value', type: 'string' },
]);
const span = new MessageSchema([
  { number: 1, name: 'traceId', type: 'id' },
  { number: 2, name: 'parentId', type: 'id' },
  { number: 3, name: 'id', type: 'id' },
  { number: 4, name: 'kind', type: 'uint32' },
  { number: 5, name: 'name', type: 'string' },
  { number: 6, name: 'timestamp', type: 'fixed64' },
  { number: 7, name: 'duration', type: 'int64' },
  { number: 8, name: 'localEndpoint', type: () => endpoint },
  { number: 9, name: 'remoteEndpoint', type: () => endpoint },
  { number: 10, name: 'annotations', type: () => annotation, repeated: true },
  { number: 11, name: 'tags', type: () => tag, repeated: true },
  { number: 12, name: 'debug', type: 'bool' },
  { number: 13, name: 'shared', type: 'bool' },
]);
const spansNumber = 1;

const kinds = ['', 'CLIENT', 'SERVER', 'PRODUCER', 'CONSUMER'];

/** Spans of a `ListOfSpans` as they are in JSON of version 2, one at a time. Throws `MalformedError`. */
export function* zipkinProtoSpans(bytes: Uint8Array): Generator<object> {
  for (const content of protoFields(bytes, spansNumber)) yield spanOf(protoMessage(span, content));
}

function spanOf(message: JsonMessage): object {
  return {
    ...message,
    kind: kinds[Number(message['kind'] ?? 0)] ?? '',
    localEndpoint: endpointOf(message['localEndpoint']),
    remoteEndpoint: endpointOf(message['remoteEndpoint']),
    annotations: messagesOf(message['annotations']).map((note) => ({ timestamp: '0', ...note })),
    tags: Object.fromEntries(
      messagesOf(message['tags']).map(({ key, value }) => [textOf(key), textOf(value)]),
    ),
  };
}

function endpointOf(message: unknown): object | undefined {
  if (!isMessage(message)) return undefined;
  return { ...message, ipv4: ipAddress(textOf(message['ipv4'])), ipv6: ipAddress(textOf(message['ipv6'])) };
}
