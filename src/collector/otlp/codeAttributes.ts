import type { CodeAttributes } from '../../shared/site.ts';
import { WireReader, wireType } from './wireReader.ts';

type Field = keyof CodeAttributes;

/** Old and new names of the semantic conventions; of two that mean the same the new one wins. */
const fields: ReadonlyMap<string, { readonly field: Field; readonly isNew: boolean }> = new Map([
  ['code.file.path', { field: 'filePath', isNew: true }],
  ['code.filepath', { field: 'filePath', isNew: false }],
  ['code.line.number', { field: 'line', isNew: true }],
  ['code.lineno', { field: 'line', isNew: false }],
  ['code.column.number', { field: 'column', isNew: true }],
  ['code.column', { field: 'column', isNew: false }],
  ['code.function.name', { field: 'functionName', isNew: true }],
  ['code.function', { field: 'functionName', isNew: false }],
  ['code.namespace', { field: 'namespace', isNew: false }],
]);

/** Whether the key says where in the code a span was made; `code.stacktrace` and unknown ones do not. */
export function isPlaceKey(key: string): boolean {
  return fields.has(key);
}

/** Reads what `KeyValue` messages say of the code; `keyValues` are pairs of start and end in `bytes`. */
export function readCodeAttributes(bytes: Uint8Array, keyValues: Uint32Array, pairs: number): CodeAttributes {
  const found = new Map<Field, { readonly value: string | number; readonly isNew: boolean }>();
  for (let pair = 0; pair < pairs; pair++) {
    const start = keyValues[2 * pair] as number;
    const end = keyValues[2 * pair + 1] as number;
    const { key, value } = readKeyValue(bytes, start, end);
    const known = fields.get(key);
    const typed = known === undefined ? undefined : typedValue(known.field, value);
    if (known === undefined || typed === undefined) continue;
    if (known.isNew || !found.has(known.field)) found.set(known.field, { value: typed, isNew: known.isNew });
  }
  return inOneOrder(found);
}

/** The fields always in the same order, so that equal places are equal as JSON. */
function inOneOrder(found: ReadonlyMap<Field, { readonly value: string | number }>): CodeAttributes {
  const order: readonly Field[] = ['filePath', 'line', 'column', 'functionName', 'namespace'];
  const entries = order.flatMap((field) => {
    const entry = found.get(field);
    return entry === undefined ? [] : [[field, entry.value] as const];
  });
  return Object.fromEntries(entries) as CodeAttributes;
}

function typedValue(field: Field, value: string | number | undefined): string | number | undefined {
  if (field !== 'line' && field !== 'column')
    return typeof value === 'string' && value !== '' ? value : undefined;
  const number = Number(value);
  return value !== undefined && Number.isSafeInteger(number) && number > 0 ? number : undefined;
}

/** Key, and the value where it is text or a number. */
export function readKeyValue(
  bytes: Uint8Array,
  start: number,
  end: number,
): { readonly key: string; readonly value: string | number | undefined } {
  const reader = new WireReader(bytes);
  reader.reset(bytes, start, end);
  let key = '';
  let value: string | number | undefined;
  while (reader.pos < end) {
    const tag = reader.tag();
    if (tag === 0x0a) key = readText(reader);
    else if (tag === 0x12) value = readValue(reader);
    else reader.skip(tag);
  }
  return { key, value };
}

function readValue(reader: WireReader): string | number | undefined {
  const outer = reader.limit;
  const end = reader.endOfBytes();
  reader.limit = end;
  let value: string | number | undefined;
  while (reader.pos < end) {
    const tag = reader.tag();
    if (tag === 0x0a) value = readText(reader);
    else if (tag === 0x18) value = Number(BigInt.asIntN(64, reader.uint64()));
    else if (tag === ((4 << 3) | wireType.fixed64)) value = readDouble(reader);
    else reader.skip(tag);
  }
  reader.limit = outer;
  return value;
}

function readDouble(reader: WireReader): number {
  const at = reader.pos;
  reader.fixed64();
  return new DataView(reader.bytes.buffer, reader.bytes.byteOffset).getFloat64(at, true);
}

function readText(reader: WireReader): string {
  const end = reader.endOfBytes();
  const { buffer, byteOffset } = reader.bytes;
  const text = Buffer.from(buffer, byteOffset + reader.pos, end - reader.pos).toString();
  reader.pos = end;
  return text;
}
