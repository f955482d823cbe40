import { UserError } from '../../shared/userError.ts';
import { JsonBreak, JsonBytes, openBrace, openBracket } from './jsonBytes.ts';
import { type Frames, lengthPrefixed } from './lengthPrefixed.ts';
import { beginsAsWire, faultOf, readWire } from './otlpWire.ts';
import { readJson } from './readJson.ts';
import type { SpanSink } from './spanSink.ts';
import { packingOf, unpackFile } from './unpackFile.ts';

/** What can be imported, for sentences. */
const accepted =
  'Spanline reads OTLP (JSON, JSON lines, protobuf), Jaeger JSON and Zipkin JSON, each also packed with gzip or zstd.';

/**
 * Keeps what a file holds, whatever its form: that is told by the content. What is broken is told as problems.
 * Throws a `UserError` where the file is of no known form.
 */
export async function readTraceFile(file: Uint8Array, sink: SpanSink): Promise<void> {
  const { bytes, problem } = await unpackFile(file);
  if (problem !== undefined) sink.problem(problem);
  if (await readContent(bytes, sink)) return;
  // Where nothing was kept, that is not to be said.
  const [broken = ''] = sink.problems.list().map((text) => ` ${text.replace(/[;:] .*/, '.')}`);
  throw new UserError(`${unknown(bytes)}${broken} ${accepted}`);
}

async function readContent(bytes: Uint8Array, sink: SpanSink): Promise<boolean> {
  const json = new JsonBytes(bytes);
  const first = bytes[json.space(0)];
  const isJson = first === openBrace || first === openBracket;
  // Protobuf starts with the tag of its first field, which is also a line feed.
  if (bytes[0] === 0x0a) {
    const wire = arrayOf(bytes);
    if (faultOf(wire) === undefined || (!isJson && beginsAsWire(wire))) {
      await readWire(wire, sink);
      return true;
    }
  }
  if (isJson) {
    await readJson(json, sink);
    return sink.recognised;
  }
  const frames = lengthPrefixed(bytes);
  return frames !== undefined && (await readFrames(frames, sink));
}

async function readFrames({ messages, cutAt }: Frames, sink: SpanSink): Promise<boolean> {
  let known = false;
  for (const [i, message] of messages.entries()) {
    sink.place = `message ${i + 1}: `;
    const { bytes, problem } =
      packingOf(message) === undefined ? { bytes: message, problem: undefined } : await unpackFile(message);
    if (problem !== undefined) sink.problem(problem);
    if (await readContent(bytes, sink)) known = true;
    else if (known) sink.problem('neither OTLP JSON nor OTLP protobuf');
    else return false;
  }
  sink.place = '';
  if (cutAt !== undefined)
    sink.problem(`The file breaks off in the message at byte ${cutAt}; all before was kept.`);
  return known;
}

/** The scanners want an array of its own buffer type; this is a view, no copy. */
function arrayOf(bytes: Uint8Array): Uint8Array<ArrayBuffer> {
  if (bytes.buffer instanceof ArrayBuffer)
    return new Uint8Array(bytes.buffer, bytes.byteOffset, bytes.length);
  return new Uint8Array(bytes);
}

function unknown(bytes: Uint8Array): string {
  if (bytes.length === 0) return 'The file is empty.';
  const json = new JsonBytes(bytes);
  const at = json.space(0);
  if (at === bytes.length) return 'The file holds nothing but white space.';
  if (json.isObject(at)) return `The file is JSON without traces${membersText(firstNames(json, at))}.`;
  if (json.isArray(at)) return 'The file is JSON, an array without traces.';
  const start = bytes.subarray(at, at + 40);
  if (isText(start))
    return `The file is text that begins with ${JSON.stringify(Buffer.from(start).toString())}.`;
  const hex = [...bytes.subarray(0, 8)].map((byte) => byte.toString(16).padStart(2, '0')).join(' ');
  return `The file is binary and begins with ${hex}.`;
}

function firstNames(json: JsonBytes, at: number): string[] {
  const names: string[] = [];
  try {
    for (const name of json.names(at)) if (names.push(name) === 5) break;
  } catch (error) {
    if (!(error instanceof JsonBreak)) throw error;
  }
  return names;
}

function membersText(keys: readonly string[]): string {
  if (keys.length === 0) return '';
  return `, with ${keys.map((key) => JSON.stringify(key.slice(0, 40))).join(', ')}`;
}

function isText(bytes: Uint8Array): boolean {
  return bytes.every((byte) => byte >= 0x20 || byte === 0x09 || byte === 0x0a || byte === 0x0d);
}
