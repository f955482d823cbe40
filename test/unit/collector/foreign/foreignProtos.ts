import protobuf from 'protobufjs';

/** Messages of zipkin-api's `zipkin.proto` and of jaeger-idl's `api_v2`, for an implementation of protobuf that is not ours. */
const source = `
syntax = "proto3";
message ListOfSpans { repeated ZipkinSpan spans = 1; }
message ZipkinSpan {
  bytes trace_id = 1; bytes parent_id = 2; bytes id = 3; int32 kind = 4; string name = 5; fixed64 timestamp = 6;
  uint64 duration = 7; Endpoint local_endpoint = 8; Endpoint remote_endpoint = 9; repeated Annotation annotations = 10;
  map<string, string> tags = 11; bool debug = 12; bool shared = 13;
}
message Endpoint { string service_name = 1; bytes ipv4 = 2; bytes ipv6 = 3; int32 port = 4; }
message Annotation { fixed64 timestamp = 1; string value = 2; }

message PostSpansRequest { Batch batch = 1; }
message PostSpansResponse { }
message Batch { repeated JaegerSpan spans = 1; Process process = 2; }
message Process { string service_name = 1; repeated KeyValue tags = 2; }
message JaegerSpan {
  bytes trace_id = 1; bytes span_id = 2; string operation_name = 3; repeated SpanRef references = 4; uint32 flags = 5;
  Time start_time = 6; Time duration = 7; repeated KeyValue tags = 8; repeated Log logs = 9; Process process = 10;
  string process_id = 11; repeated string warnings = 12;
}
message SpanRef { bytes trace_id = 1; bytes span_id = 2; int32 ref_type = 3; }
message Time { int64 seconds = 1; int32 nanos = 2; }
message Log { Time timestamp = 1; repeated KeyValue fields = 2; }
message KeyValue {
  string key = 1; int32 v_type = 2; string v_str = 3; bool v_bool = 4; int64 v_int64 = 5; double v_float64 = 6; bytes v_binary = 7;
}
`;

const { root } = protobuf.parse(source);

export type ForeignMessage = 'ListOfSpans' | 'PostSpansRequest';

export function encodeForeign(message: ForeignMessage, content: Record<string, unknown>): Uint8Array {
  const type = root.lookupType(message);
  return type.encode(type.fromObject(content)).finish();
}

/** As plain objects: bytes as Buffers, 64-bit integers as text. Throws where the bytes are no such message. */
export function decodeForeign(message: ForeignMessage, bytes: Uint8Array): Record<string, unknown> {
  const type = root.lookupType(message);
  return type.toObject(type.decode(bytes), { longs: String, bytes: Buffer });
}
