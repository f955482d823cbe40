import protobuf from 'protobufjs';
import { ensureExists } from '../../src/shared/assert.ts';

/**
 * OTLP's messages twice for protobufjs, which is not ours: whole (`test/unit/collector/otlpReference.ts` has them too), and with
 * bytes in place of all that the scanner passes over or takes as it stands. What it reads first of several (resource,
 * scope) or looks for among several (names of events) is repeated here.
 */
const shallow = protobuf.parse(`
syntax = "proto3";
message Request { repeated ResourceSpans resource_spans = 1; }
message ResourceSpans { repeated bytes resource = 1; repeated ScopeSpans scope_spans = 2; }
message ScopeSpans { repeated bytes scope = 1; repeated bytes spans = 2; }
message Span {
  bytes trace_id = 1; bytes span_id = 2; bytes parent_span_id = 4; bytes name = 5; int32 kind = 6;
  fixed64 start_time_unix_nano = 7; fixed64 end_time_unix_nano = 8; repeated bytes attributes = 9;
  repeated Event events = 11; repeated bytes links = 13; Status status = 15;
}
message Event { repeated bytes name = 2; }
message Status { int32 code = 3; }
message Resource { repeated KeyValue attributes = 1; }
message KeyValue { bytes key = 1; repeated bytes value = 2; }
message AnyValue { bytes string_value = 1; }
message Texts { repeated bytes texts = 1; }
message Scope { bytes name = 1; }
message Link { bytes trace_id = 1; bytes span_id = 2; }

message LogsRequest { repeated ResourceLogs resource_logs = 1; }
message ResourceLogs { repeated ScopeLogs scope_logs = 2; }
message ScopeLogs { repeated LogRecord log_records = 2; }
message LogRecord { bytes trace_id = 9; bytes span_id = 10; }
`).root;

export type ShallowMessage =
  | 'Request'
  | 'Span'
  | 'Resource'
  | 'AnyValue'
  | 'Texts'
  | 'Scope'
  | 'Link'
  | 'KeyValue'
  | 'LogsRequest';

const types = new Map(shallow.nestedArray.map((type) => [type.name, shallow.lookupType(type.name)]));

/** Throws where the bytes are no such message. What is missing has its default. */
export function decodeShallow(message: ShallowMessage, bytes: Uint8Array): Readonly<Record<string, unknown>> {
  return ensureExists(types.get(message)).decode(bytes) as unknown as Readonly<Record<string, unknown>>;
}

/** Bytes that protobufjs has read; none where the field is missing. */
export function hexOf(value: unknown): string {
  if (!(value instanceof Uint8Array)) return '';
  return Buffer.from(value.buffer, value.byteOffset, value.length).toString('hex');
}
