import { eachField } from '../otlp/eachField.ts';
import { isJsonBatch } from '../otlp/logIds.ts';
import { MalformedError, WireReader } from '../otlp/wireReader.ts';

/** What an answer to an export says: `Export…ServiceResponse` with a partial success. */
export interface PartialSuccess {
  /** Spans, log records or data points. */
  readonly rejected: number;
  readonly message: string;
}

/** Tags of the fields that are read. */
const tag = {
  partialSuccess: 0x0a,
  rejected: 0x08,
  errorMessage: 0x12,
  statusMessage: 0x12,
  statusDetails: 0x1a,
  anyType: 0x0a,
  anyValue: 0x12,
  retryDelay: 0x0a,
  seconds: 0x08,
  nanos: 0x10,
} as const;

/** Characters of what a server says that are looked at: secrets in it are struck out before it is cut to what people read. */
const mostCharacters = 8_192;

const everything: PartialSuccess = { rejected: 0, message: '' };

/** Reads an `Export…ServiceResponse` in protobuf or JSON; what cannot be read says that everything was taken. */
export function partialSuccess(body: Uint8Array): PartialSuccess {
  return orElse(everything, () => (isJsonBatch(body) ? partialOfJson(body) : partialOfWire(body)));
}

/** Message of a `google.rpc.Status` in protobuf or JSON, or of what else a server writes. */
export function statusMessage(body: Uint8Array): string {
  const text = orElse('', () => (isJsonBatch(body) ? messageOfJson(body) : messageOfWire(body)));
  return longText(text === '' && isPlainText(body) ? Buffer.from(body).toString() : text);
}

/** What a server says, not yet cut for people. */
export function longText(text: string): string {
  return text.slice(0, mostCharacters).trim();
}

/** Milliseconds of the `google.rpc.RetryInfo` in the details of a `google.rpc.Status`. */
export function retryInfoMillis(status: Uint8Array): number | undefined {
  return orElse<number | undefined>(undefined, () => {
    let millis: number | undefined;
    const reader = new WireReader(status);
    inMessage(reader, tag.statusDetails, status.length, (end) => {
      millis = retryDelay(reader, end) ?? millis;
    });
    return millis;
  });
}

function partialOfWire(body: Uint8Array): PartialSuccess {
  let [rejected, message] = [0, ''];
  const reader = new WireReader(body);
  inMessage(reader, tag.partialSuccess, body.length, (end) => {
    const start = reader.pos;
    eachField(reader, tag.rejected, end, () => {
      rejected = Number(BigInt.asIntN(64, reader.uint64()));
    });
    reader.pos = start;
    message = textField(reader, tag.errorMessage, end);
  });
  return { rejected: Math.max(0, rejected), message: longText(message) };
}

function partialOfJson(body: Uint8Array): PartialSuccess {
  const partial = memberOf(JSON.parse(Buffer.from(body).toString()), 'partialSuccess', 'partial_success');
  const names = ['Spans', 'LogRecords', 'DataPoints'].flatMap((name) => [
    `rejected${name}`,
    `rejected${name.replaceAll(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`)}`,
  ]);
  const rejected = Number(memberOf(partial, ...names)) || 0;
  const message = memberOf(partial, 'errorMessage', 'error_message');
  return {
    rejected: Math.max(0, rejected),
    message: typeof message === 'string' ? longText(message) : '',
  };
}

function messageOfWire(body: Uint8Array): string {
  return textField(new WireReader(body), tag.statusMessage, body.length);
}

function messageOfJson(body: Uint8Array): string {
  const message = memberOf(JSON.parse(Buffer.from(body).toString()), 'message', 'error', 'errors');
  return typeof message === 'string' ? message : '';
}

function retryDelay(reader: WireReader, end: number): number | undefined {
  const start = reader.pos;
  if (!textField(reader, tag.anyType, end).endsWith('google.rpc.RetryInfo')) return undefined;
  let millis: number | undefined;
  reader.pos = start;
  inMessage(reader, tag.anyValue, end, (valueEnd) =>
    inMessage(reader, tag.retryDelay, valueEnd, (durationEnd) => {
      millis = duration(reader, durationEnd);
    }),
  );
  return millis;
}

function duration(reader: WireReader, end: number): number {
  let millis = 0;
  while (reader.pos < end) {
    const next = reader.tag();
    if (next === tag.seconds) millis += Number(reader.uint64()) * 1_000;
    else if (next === tag.nanos) millis += reader.uint32() / 1e6;
    else reader.skip(next);
  }
  return millis;
}

function textField(reader: WireReader, wanted: number, end: number): string {
  let text = '';
  inMessage(reader, wanted, end, (fieldEnd) => {
    text = Buffer.from(reader.bytes.subarray(reader.pos, fieldEnd)).toString();
  });
  return text;
}

function inMessage(reader: WireReader, wanted: number, end: number, visit: (end: number) => void): void {
  eachField(reader, wanted, end, () => {
    const fieldEnd = reader.endOfBytes();
    const outer = reader.limit;
    reader.limit = fieldEnd;
    visit(fieldEnd);
    reader.pos = fieldEnd;
    reader.limit = outer;
  });
}

/** The first of these members that there is. */
function memberOf(value: unknown, ...names: readonly string[]): unknown {
  if (typeof value !== 'object' || value === null) return undefined;
  const members = new Map(Object.entries(value));
  return names.map((name) => members.get(name)).find((member) => member !== undefined);
}

function orElse<T>(fallback: T, read: () => T): T {
  try {
    return read();
  } catch (error) {
    if (error instanceof MalformedError || error instanceof SyntaxError) return fallback;
    throw error;
  }
}

function isPlainText(body: Uint8Array): boolean {
  return body.every((byte) => byte >= 32 || byte === 9 || byte === 10 || byte === 13) && body[0] !== 0x3c;
}
