import { WireWriter } from '../otlp/wireWriter.ts';
import type { Accepted } from '../store/intake.ts';

export type Format = 'protobuf' | 'json';

export const mediaTypes: Readonly<Record<Format, string>> = {
  protobuf: 'application/x-protobuf',
  json: 'application/json',
};

/** `Export*ServiceResponse`: empty unless something was rejected (OTLP specification, "Partial Success"). */
export function exportResponse(accepted: Accepted, format: Format): Uint8Array {
  const { refused, reason } = accepted;
  if (format === 'json')
    return Buffer.from(JSON.stringify(refused === 0 ? {} : partialJson(refused, reason)));
  const writer = new WireWriter();
  if (refused > 0) {
    writer.tag(1, 2);
    writer.nested(() => writePartial(writer, refused, reason));
  }
  return writer.finish();
}

/** `google.rpc.Status`, the body of an error over HTTP. */
export function statusBody(code: number, message: string, format: Format): Uint8Array {
  if (format === 'json') return Buffer.from(JSON.stringify({ code, message }));
  const writer = new WireWriter();
  writer.tag(1, 0);
  writer.uint32(code);
  writer.tag(2, 2);
  writer.bytes(Buffer.from(message));
  return writer.finish();
}

function partialJson(refused: number, reason: string | undefined): object {
  return { partialSuccess: { rejectedSpans: String(refused), errorMessage: reason ?? '' } };
}

function writePartial(writer: WireWriter, refused: number, reason: string | undefined): void {
  writer.tag(1, 0);
  writer.uint32(refused);
  writer.tag(2, 2);
  writer.bytes(Buffer.from(reason ?? ''));
}
