import { ensureExists } from '../../../../src/shared/assert.ts';
import { encodeForeign } from './foreignProtos.ts';
import {
  binary,
  bool,
  double,
  type Field,
  i16,
  i32,
  i64,
  struct,
  structs,
  text,
  thriftList,
  thriftStruct,
} from './thriftEncoder.ts';

/** A span, a tag, a reference… of Zipkin's or Jaeger's JSON. */
export type Json = Readonly<Record<string, unknown>>;

const kinds = ['', 'CLIENT', 'SERVER', 'PRODUCER', 'CONSUMER'];

/** Zipkin's JSON of version 2 as `ListOfSpans`. */
export function zipkinProto(spans: readonly Json[]): Uint8Array {
  return encodeForeign('ListOfSpans', {
    spans: spans.map((span) => ({
      traceId: hex(span['traceId'], 32),
      parentId: span['parentId'] === undefined ? Buffer.alloc(0) : hex(span['parentId'], 16),
      id: hex(span['id'], 16),
      kind: kinds.indexOf(String(span['kind'] ?? '')),
      name: span['name'] ?? '',
      timestamp: span['timestamp'] ?? 0,
      duration: span['duration'] ?? 0,
      localEndpoint: protoEndpoint(span['localEndpoint']),
      remoteEndpoint: protoEndpoint(span['remoteEndpoint']),
      annotations: span['annotations'] ?? [],
      tags: span['tags'] ?? {},
      debug: span['debug'] ?? false,
      shared: span['shared'] ?? false,
    })),
  });
}

/** Zipkin's JSON of version 1 as a list in Thrift. */
export function zipkinThrift(spans: readonly Json[]): Uint8Array {
  return thriftList(
    spans.map((span) => [
      i64(1, id(String(span['traceId']).slice(-16))),
      text(3, String(span['name'] ?? '')),
      i64(4, id(span['id'])),
      ...(span['parentId'] === undefined ? [] : [i64(5, id(span['parentId']))]),
      structs(
        6,
        list(span['annotations']).map((note) => [
          i64(1, BigInt(note['timestamp'] as number)),
          text(2, String(note['value'])),
          ...thriftEndpoint(3, note['endpoint']),
        ]),
      ),
      structs(
        8,
        list(span['binaryAnnotations']).map((tag) => [
          text(1, String(tag['key'])),
          tag['value'] === true ? binary(2, Buffer.from([1])) : text(2, String(tag['value'])),
          i32(3, tag['value'] === true ? 0 : 6),
          ...thriftEndpoint(4, tag['endpoint']),
        ]),
      ),
      ...(span['timestamp'] === undefined ? [] : [i64(10, BigInt(span['timestamp'] as number))]),
      ...(span['duration'] === undefined ? [] : [i64(11, BigInt(span['duration'] as number))]),
      i64(12, id(String(span['traceId']).slice(0, -16) || '0')),
    ]),
  );
}

/** Jaeger's JSON as `jaeger.Batch` in Thrift. */
export function jaegerThrift(spans: readonly Json[], process: Json): Uint8Array {
  return thriftStruct(jaegerThriftFields(spans, process));
}

export function jaegerThriftFields(spans: readonly Json[], process: Json): readonly Field[] {
  return [
    struct(1, [text(1, String(process['serviceName'])), structs(2, list(process['tags']).map(thriftTag))]),
    structs(2, spans.map(jaegerThriftSpan)),
  ];
}

function jaegerThriftSpan(span: Json): Field[] {
  const [parent, ...others] = list(span['references']);
  const isOwn = parent?.['refType'] === 'CHILD_OF' && parent['traceID'] === span['traceID'];
  return [
    ...thriftTraceId(1, span['traceID']),
    i64(3, id(span['spanID'])),
    i64(4, isOwn ? id(parent['spanID']) : 0n),
    text(5, String(span['operationName'])),
    structs(
      6,
      (isOwn || parent === undefined ? others : [parent, ...others]).map((reference) => [
        i32(1, reference['refType'] === 'FOLLOWS_FROM' ? 1 : 0),
        ...thriftTraceId(2, reference['traceID']),
        i64(4, id(reference['spanID'])),
      ]),
    ),
    i32(7, Number(span['flags'] ?? 0)),
    i64(8, BigInt(span['startTime'] as number)),
    i64(9, BigInt(span['duration'] as number)),
    structs(10, list(span['tags']).map(thriftTag)),
    structs(
      11,
      list(span['logs']).map((log) => [
        i64(1, BigInt(log['timestamp'] as number)),
        structs(2, list(log['fields']).map(thriftTag)),
      ]),
    ),
  ];
}

/** Jaeger's JSON as a `PostSpansRequest`. */
export function jaegerProto(spans: readonly Json[], process: Json): Uint8Array {
  return encodeForeign('PostSpansRequest', {
    batch: {
      process: { serviceName: process['serviceName'], tags: list(process['tags']).map(protoTag) },
      spans: spans.map((span) => ({
        traceId: hex(span['traceID'], 32),
        spanId: hex(span['spanID'], 16),
        operationName: span['operationName'],
        references: list(span['references']).map((reference) => ({
          traceId: hex(reference['traceID'], 32),
          spanId: hex(reference['spanID'], 16),
          refType: reference['refType'] === 'FOLLOWS_FROM' ? 1 : 0,
        })),
        flags: span['flags'] ?? 0,
        startTime: protoTime(span['startTime']),
        duration: protoTime(span['duration']),
        tags: list(span['tags']).map(protoTag),
        logs: list(span['logs']).map((log) => ({
          timestamp: protoTime(log['timestamp']),
          fields: list(log['fields']).map(protoTag),
        })),
        warnings: span['warnings'] ?? [],
      })),
    },
  });
}

const tagTypes = ['string', 'float64', 'bool', 'int64', 'binary'];

function thriftTag({ key, type, value }: Json): Field[] {
  const head = [text(1, String(key)), i32(2, tagTypes.indexOf(String(type)))];
  switch (type) {
    case 'float64':
      return [...head, double(4, Number(value))];
    case 'bool':
      return [...head, bool(5, value === true)];
    case 'int64':
      return [...head, i64(6, BigInt(value as number | string))];
    case 'binary':
      return [...head, binary(7, Buffer.from(String(value), 'base64'))];
    default:
      return [...head, text(3, String(value))];
  }
}

function protoTag({ key, type, value }: Json): Json {
  switch (type) {
    case 'bool':
      return { key, vType: 1, vBool: value };
    case 'int64':
      return { key, vType: 2, vInt64: String(value) };
    case 'float64':
      return { key, vType: 3, vFloat64: Number(value) };
    case 'binary':
      return { key, vType: 4, vBinary: Buffer.from(String(value), 'base64') };
    default:
      return { key, vType: 0, vStr: value };
  }
}

function protoTime(micros: unknown): Json {
  const whole = BigInt(micros as number);
  return { seconds: String(whole / 1_000_000n), nanos: Number(whole % 1_000_000n) * 1000 };
}

function protoEndpoint(value: unknown): Json | undefined {
  if (value === undefined) return undefined;
  const { serviceName = '', ipv4, ipv6, port = 0 } = value as Json;
  return {
    serviceName,
    ipv4: ipv4 === undefined ? Buffer.alloc(0) : Buffer.from(String(ipv4).split('.').map(Number)),
    ipv6: ipv6 === undefined ? Buffer.alloc(0) : ipv6Bytes(String(ipv6)),
    port,
  };
}

function thriftEndpoint(number: number, value: unknown): Field[] {
  if (value === undefined) return [];
  const { serviceName = '', ipv4 = '0.0.0.0', ipv6, port = 0 } = value as Json;
  const address = Buffer.from(String(ipv4).split('.').map(Number)).readInt32BE();
  return [
    struct(number, [
      i32(1, address),
      i16(2, Number(port)),
      text(3, String(serviceName)),
      ...(ipv6 === undefined ? [] : [binary(4, ipv6Bytes(String(ipv6)))]),
    ]),
  ];
}

/** With `::` filled up. */
function ipv6Bytes(address: string): Buffer {
  const [before = '', after = ''] = address.split('::');
  const [left, right] = [before, after].map((part) => part.split(':').filter((group) => group !== ''));
  const missing = 8 - ensureExists(left).length - ensureExists(right).length;
  const groups = [
    ...ensureExists(left),
    ...Array.from({ length: missing }, () => '0'),
    ...ensureExists(right),
  ];
  return Buffer.from(groups.map((group) => group.padStart(4, '0')).join(''), 'hex');
}

function thriftTraceId(number: number, value: unknown): Field[] {
  const digits = String(value).padStart(32, '0');
  return [i64(number, id(digits.slice(16))), i64(number + 1, id(digits.slice(0, 16)))];
}

function id(value: unknown): bigint {
  return BigInt(`0x${String(value)}`);
}

function hex(value: unknown, digits: number): Buffer {
  return Buffer.from(String(value).padStart(digits, '0'), 'hex');
}

function list(value: unknown): readonly Json[] {
  return Array.isArray(value) ? (value as Json[]) : [];
}
