import { Buffer } from 'node:buffer';
import { wireType } from '../otlp/wireReader.ts';
import { WireWriter } from '../otlp/wireWriter.ts';
import { type Signal, signal } from '../store/blockFile.ts';
import type { Accepted } from '../store/intake.ts';

export type Format = 'protobuf' | 'json';

export const mediaTypes: Readonly<Record<Format, string>> = {
  protobuf: 'application/x-protobuf',
  json: 'application/json',
};

const nothing = new Uint8Array();
const emptyObject = Buffer.from('{}');

/** In protobuf it is field 1 of each signal's partial success. */
const rejectedNames: Readonly<Record<Signal, string>> = {
  [signal.traces]: 'rejectedSpans',
  [signal.logs]: 'rejectedLogRecords',
  [signal.metrics]: 'rejectedDataPoints',
};

/** `Export*ServiceResponse`: empty unless something was rejected (OTLP specification, "Partial Success"). */
export function exportResponse(kind: Signal, { refused, reason }: Accepted, format: Format): Uint8Array {
  if (refused === 0) return format === 'json' ? emptyObject : nothing;
  const errorMessage = reason ?? '';
  if (format === 'json') {
    const partialSuccess = { [rejectedNames[kind]]: String(refused), errorMessage };
    return Buffer.from(JSON.stringify({ partialSuccess }));
  }
  const writer = new WireWriter();
  writer.tag(1, wireType.bytes);
  writer.nested(() => {
    writer.tag(1, wireType.varint);
    writer.uint32(refused);
    writer.tag(2, wireType.bytes);
    writer.bytes(Buffer.from(errorMessage));
  });
  return writer.finish();
}
