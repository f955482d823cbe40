import { gunzipSync } from 'node:zlib';
import type { TraceId } from '../../shared/ids.ts';
import type { ImportResult } from '../../shared/protocol.ts';
import { UserError } from '../../shared/userError.ts';
import { jsonToWire } from '../otlp/jsonToWire.ts';
import { tracesSchema } from '../otlp/otlpSchema.ts';
import { SpanScanner, type SpanVisitor } from '../otlp/spanScanner.ts';
import { splitRequest } from '../otlp/splitRequest.ts';
import { MalformedError } from '../otlp/wireReader.ts';
import { sourceOf } from '../store/gatherBuffer.ts';
import type { Intake } from '../store/intake.ts';

/** Keeps the spans of a file, in requests of a moderate size. Throws a `UserError` where it is no OTLP file. */
export async function importTraces(
  intake: Pick<Intake, 'offerTraces'>,
  file: Uint8Array,
): Promise<ImportResult> {
  const bytes = wireOf(file);
  const census = new Census();
  try {
    new SpanScanner().scan(bytes, census);
  } catch (error) {
    throw asUserError(error);
  }
  for (const request of splitRequest(bytes)) await intake.offerTraces(sourceOf(request));
  return {
    spans: census.spans,
    traceIds: [...census.traceIds] as TraceId[],
    refused: census.refusedSpans,
    problems: [...census.problems],
  };
}

const maxFileBytes = 1 << 30;

function wireOf(file: Uint8Array): Uint8Array<ArrayBuffer> {
  const isGzip = file[0] === 0x1f && file[1] === 0x8b;
  const bytes = isGzip ? gunzipSync(file, { maxOutputLength: maxFileBytes }) : file;
  try {
    return isText(bytes) ? jsonDocument(textOf(bytes)) : new Uint8Array(bytes);
  } catch (error) {
    throw asUserError(error);
  }
}

/**
 * Whether a file is JSON. Protobuf starts with the tag of its first field, which is also a line feed, and its
 * length may look like a bracket: what a line feed starts is JSON only where it is no protobuf.
 */
function isText(bytes: Uint8Array): boolean {
  const start = bytes.findIndex((byte) => byte !== 0x20 && byte !== 0x0a && byte !== 0x0d && byte !== 0x09);
  if (start >= 0 && bytes[start] !== 0x7b && bytes[start] !== 0xef) return false;
  return bytes[0] !== 0x0a || !isWire(new Uint8Array(bytes));
}

function isWire(bytes: Uint8Array<ArrayBuffer>): boolean {
  try {
    new SpanScanner().scan(bytes, new Census());
    return true;
  } catch (error) {
    if (error instanceof MalformedError) return false;
    throw error;
  }
}

function textOf(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length)
    .toString()
    .replace(/^\uFEFF/, '');
}

/** One document, or one on each line as the Collector's file exporter writes them. */
function jsonDocument(text: string): Uint8Array<ArrayBuffer> {
  const lines = text.split('\n').filter((line) => line.trim() !== '');
  const isLines = lines.length > 1 && lines.every((line) => /^\s*\{.*\}\s*$/.test(line));
  if (!isLines) return jsonToWire(tracesSchema, text);
  return new Uint8Array(Buffer.concat(lines.map((line) => jsonToWire(tracesSchema, line))));
}

function asUserError(error: unknown): unknown {
  if (!(error instanceof MalformedError)) return error;
  return new UserError(`The file holds no OTLP traces: ${error.message}. Give OTLP JSON or OTLP protobuf.`);
}

class Census implements SpanVisitor {
  readonly traceIds = new Set<string>();
  readonly problems = new Set<string>();
  spans = 0;
  refusedSpans = 0;

  group(): void {
    // Only spans are counted.
  }

  span(scanner: SpanScanner): void {
    this.spans++;
    const { bytes, traceIdAt } = scanner;
    this.traceIds.add(Buffer.from(bytes.buffer, bytes.byteOffset + traceIdAt, 16).toString('hex'));
  }

  refused(reason: string): void {
    this.refusedSpans++;
    this.problems.add(`A span was left out: ${reason}.`);
  }
}
