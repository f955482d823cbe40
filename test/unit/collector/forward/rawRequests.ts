import { jsonToWire } from '../../../../src/collector/otlp/jsonToWire.ts';
import { logsSchema } from '../../../../src/collector/otlp/logsSchema.ts';

/** OTLP protobuf of one log record. */
export function encodedLogs(text: string): Uint8Array<ArrayBuffer> {
  const logRecords = [{ body: { stringValue: text } }];
  return jsonToWire(logsSchema, JSON.stringify({ resourceLogs: [{ scopeLogs: [{ logRecords }] }] }));
}
