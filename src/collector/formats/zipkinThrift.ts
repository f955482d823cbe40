import { MalformedError } from '../otlp/wireReader.ts';
import { ipAddress } from './ipAddress.ts';
import { type ThriftMessage, ThriftReader, type ThriftStruct } from './thriftReader.ts';

/** Field ids and names are those of zipkin-api's `zipkinCore.thrift`. */
const endpoint: ThriftStruct = {
  1: { name: 'ipv4', type: 'i32' },
  2: { name: 'port', type: 'i16' },
  3: { name: 'serviceName', type: 'text' },
  4: { name: 'ipv6', type: 'binary' },
};
const annotation: ThriftStruct = {
  1: { name: 'timestamp', type: 'i64' },
  2: { name: 'value', type: 'text' },
  3: { name: 'host', type: endpoint },
};
const binaryAnnotation: ThriftStruct = {
  1: { name: 'key', type: 'text' },
  2: { name: 'value', type: 'binary' },
  3: { name: 'type', type: 'i32' },
  4: { name: 'host', type: endpoint },
};
const span: ThriftStruct = {
  1: { name: 'traceId', type: 'i64' },
  3: { name: 'name', type: 'text' },
  4: { name: 'id', type: 'i64' },
  5: { name: 'parentId', type: 'i64' },
  6: { name: 'annotations', type: annotation, repeated: true },
  8: { name: 'binaryAnnotations', type: binaryAnnotation, repeated: true },
  9: { name: 'debug', type: 'bool' },
  10: { name: 'timestamp', type: 'i64' },
  11: { name: 'duration', type: 'i64' },
  12: { name: 'traceIdHigh', type: 'i64' },
};

/** A list of spans as they are in JSON of version 1, one at a time. Throws `MalformedError`. */
export function* zipkinThriftSpans(bytes: Uint8Array): Generator<object> {
  const reader = new ThriftReader(bytes);
  for (const found of reader.structs(span)) yield spanOf(found);
  if (reader.left > 0) throw new MalformedError('something follows the list');
}

function spanOf(found: ThriftMessage): object {
  return {
    traceId: hexOf(found['traceIdHigh']) + hexOf(found['traceId']),
    id: hexOf(found['id']),
    parentId: hexOf(found['parentId']),
    name: found['name'],
    debug: found['debug'],
    timestamp: microsOf(found['timestamp']),
    duration: microsOf(found['duration']),
    annotations: listOf(found['annotations']).map(({ timestamp, value, host }) => ({
      timestamp: microsOf(timestamp) ?? '0',
      value,
      endpoint: endpointOf(host),
    })),
    binaryAnnotations: listOf(found['binaryAnnotations']).map(({ key, value, type, host }) => ({
      key,
      value: tagOf(value as Buffer | undefined, type),
      endpoint: endpointOf(host),
    })),
  };
}

/** Types: 0 bool, 1 bytes, 2 to 4 integers, 5 double, 6 text. Tags are texts; bytes become base64. */
function tagOf(bytes: Buffer | undefined, type: unknown): string | boolean {
  if (bytes === undefined) return '';
  if (type === 0) return bytes.length === 1 && bytes[0] === 1;
  if (type === 1) return bytes.toString('base64');
  if (type === 2 && bytes.length === 2) return String(bytes.readInt16BE());
  if (type === 3 && bytes.length === 4) return String(bytes.readInt32BE());
  if (type === 4 && bytes.length === 8) return String(bytes.readBigInt64BE());
  if (type === 5 && bytes.length === 8) return String(bytes.readDoubleBE());
  return bytes.toString();
}

function endpointOf(value: unknown): object | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  const { ipv4, port, serviceName, ipv6 } = value as ThriftMessage;
  const address = Number(ipv4 ?? 0) >>> 0;
  return {
    serviceName,
    // 0.0.0.0 stands for none.
    ipv4: address === 0 ? '' : ipAddress(address.toString(16).padStart(8, '0')),
    ipv6: Buffer.isBuffer(ipv6) ? ipAddress(ipv6.toString('hex')) : '',
    // An i16, of which all bits count.
    port: Number(port ?? 0) & 0xffff,
  };
}

function microsOf(value: unknown): string | undefined {
  return typeof value === 'bigint' ? String(value) : undefined;
}

function hexOf(value: unknown): string {
  return BigInt.asUintN(64, typeof value === 'bigint' ? value : 0n)
    .toString(16)
    .padStart(16, '0');
}

function listOf(value: unknown): readonly ThriftMessage[] {
  return Array.isArray(value) ? (value as ThriftMessage[]) : [];
}
