import { JsonBreak, JsonBytes, openBrace, openBracket } from './jsonBytes.ts';
import { readDocument } from './readDocument.ts';
import type { SpanSink } from './spanSink.ts';

const lineFeed = 0x0a;

/**
 * Keeps the spans of JSON: of one document, of several one after the other, or of one on each line. A line that
 * is broken costs that line; a document that breaks off keeps what stands before the break.
 */
export async function readJson(json: JsonBytes, sink: SpanSink): Promise<void> {
  if (isLines(json)) await readLines(json.bytes, sink);
  else await readDocuments(json, sink);
  await sink.flush();
}

async function readLines(bytes: Uint8Array, sink: SpanSink): Promise<void> {
  const { place } = sink;
  let number = 1;
  for (const line of linesOf(bytes)) {
    const json = new JsonBytes(line);
    const start = json.space(0);
    if (start < line.length) {
      sink.place = `${place}line ${number}: `;
      await readLine(json, start, sink);
      await sink.rest();
    }
    number++;
  }
  sink.place = place;
}

async function readLine(json: JsonBytes, at: number, sink: SpanSink): Promise<void> {
  try {
    if (!json.isObject(at) && !json.isArray(at))
      throw new JsonBreak(at, false, 'neither an object nor an array');
    await readDocument(json, at, sink);
    const rest = json.space(json.end(at));
    if (rest < json.bytes.length) throw new JsonBreak(rest, false, 'something follows the document');
  } catch (error) {
    if (!(error instanceof JsonBreak)) throw error;
    const column = columnOf(json.bytes, 0, error.at);
    sink.problem(error.isCut ? `breaks off at column ${column}` : `${error.message} at column ${column}`);
  }
}

async function readDocuments(json: JsonBytes, sink: SpanSink): Promise<void> {
  const { bytes } = json;
  try {
    for (let at = json.space(0); at < bytes.length; at = json.space(json.end(at))) {
      if (!json.isObject(at) && !json.isArray(at)) {
        throw new JsonBreak(at, false, 'something follows the document');
      }
      await readDocument(json, at, sink);
    }
  } catch (error) {
    if (!(error instanceof JsonBreak)) throw error;
    sink.problem(breakText(bytes, error));
  }
}

function breakText(bytes: Uint8Array, { at, isCut, message }: JsonBreak): string {
  const { line, start } = lineAt(bytes, at);
  const place = `line ${line}, column ${columnOf(bytes, start, at)} (byte ${at})`;
  if (isCut) return `The JSON breaks off at ${place}; everything whole before that was kept.`;
  return `The JSON is broken at ${place}: ${message}. Everything before that was kept.`;
}

function lineAt(bytes: Uint8Array, at: number): { readonly line: number; readonly start: number } {
  let line = 1;
  let start = 0;
  for (let i = bytes.indexOf(lineFeed); i >= 0 && i < at; i = bytes.indexOf(lineFeed, start)) {
    line++;
    start = i + 1;
  }
  return { line, start };
}

/** In characters, as editors count. */
function columnOf(bytes: Uint8Array, start: number, at: number): number {
  const from = Math.max(start, at - (1 << 20));
  return from - start + Buffer.from(bytes.subarray(from, at)).toString().length + 1;
}

/**
 * Whether each line is a document: the first two begin with a brace, and the first does not go on. Line breaks
 * inside documents are followed by spaces, names, or elements of an array that was opened before.
 */
function isLines({ bytes }: JsonBytes): boolean {
  const starts: Uint8Array[] = [];
  for (const line of linesOf(bytes)) {
    const text = trimmed(line);
    if (text.length > 0) starts.push(text);
    if (starts.length === 2) break;
  }
  const [first, second] = starts;
  if (first === undefined || second === undefined || first.length < 2) return false;
  if (first[0] !== second[0] || (first[0] !== openBrace && first[0] !== openBracket)) return false;
  return !',[{:'.includes(String.fromCharCode(first.at(-1) ?? 0));
}

function* linesOf(bytes: Uint8Array): Generator<Uint8Array> {
  for (let start = 0; start < bytes.length; ) {
    const found = bytes.indexOf(lineFeed, start);
    const end = found < 0 ? bytes.length : found;
    yield bytes.subarray(start, end);
    start = end + 1;
  }
}

/** Without white space behind; what stands before says that a line is indented. */
function trimmed(line: Uint8Array): Uint8Array {
  let end = line.length;
  while (end > 0 && (line[end - 1] as number) <= 0x20) end--;
  return line.subarray(0, end);
}
