import { ByteReader, ByteWriter } from './byteStream.ts';
import { packNumbers, unpackNumbers } from './packedNumbers.ts';
import { type SpanClasses, spanClasses } from './spanClasses.ts';
import type { TraceColumns } from './traceColumns.ts';

/**
 * A trace as it goes to a page: what can be derived from the rest is left out, and the rest is as short as a pass over
 * it makes it. Where the page is in a browser, each byte on the way is compressed by VS Code, and that takes longer than
 * all else; a trace is a quarter as long so.
 */
export interface PackedTrace
  extends Pick<
    TraceColumns,
    'traceId' | 'version' | 'startUnixNano' | 'durationNano' | 'count' | 'strings' | 'duplicates'
  > {
  /** Has a buffer of exactly its size. */
  readonly bytes: Uint8Array<ArrayBuffer>;
}

/** Linear in the spans. `unpackTrace` makes equal columns of it. */
export function packTrace(columns: TraceColumns): PackedTrace {
  const { traceId, version, startUnixNano, durationNano, count, strings, duplicates } = columns;
  const writer = new ByteWriter(24 * count + 64);
  writer.raw(columns.spanId);
  packClasses(writer, columns, spanClasses(columns));
  packDepths(writer, columns.depth);
  packParentIds(writer, columns);
  packNumbers(writer, columns);
  return {
    ...{ traceId, version, startUnixNano, durationNano, count, strings, duplicates },
    bytes: writer.finish(),
  };
}

/** Throws a `RangeError` where the bytes end too early. */
export function unpackTrace(packed: PackedTrace): TraceColumns {
  const { traceId, version, startUnixNano, durationNano, count, strings, duplicates, bytes } = packed;
  const reader = new ByteReader(bytes);
  const spanId = reader.raw(8 * count).slice();
  const classes = unpackClasses(reader, count);
  const depth = unpackDepths(reader, count);
  const { parent, subtree } = treeOf(depth);
  const parentSpanId = unpackParentIds(reader, spanId, parent);
  return {
    ...{ traceId, version, startUnixNano, durationNano, count, strings, duplicates },
    ...{ spanId, parentSpanId, parent, depth, subtree },
    ...classes,
    ...unpackNumbers(reader, depth, subtree),
  };
}

/** The column of classes is as wide as their number needs. */
function packClasses(writer: ByteWriter, columns: TraceColumns, { count, first, of }: SpanClasses): void {
  writer.varint(count);
  if (count <= 0x100) writer.raw(Uint8Array.from(of));
  else if (count <= 0x10000) writer.raw(new Uint8Array(Uint16Array.from(of).buffer));
  else writer.raw(new Uint8Array(of.buffer, of.byteOffset, of.byteLength));
  for (const name of classColumns) {
    const column = columns[name];
    for (let k = 0; k < count; k++) writer.varint(column[first[k] as number] as number);
  }
}

const classColumns = ['name', 'service', 'scope', 'note', 'site', 'kind', 'status', 'flags'] as const;
type ClassColumns = Pick<TraceColumns, (typeof classColumns)[number]>;

function unpackClasses(reader: ByteReader, spans: number): ClassColumns {
  const count = reader.varint();
  const of = readClassOf(reader, count, spans);
  const wide = (): Uint32Array<ArrayBuffer> => spread(reader, count, of, new Uint32Array(spans));
  const narrow = (): Uint8Array<ArrayBuffer> => spread(reader, count, of, new Uint8Array(spans));
  return {
    name: wide(),
    service: wide(),
    scope: wide(),
    note: wide(),
    site: wide(),
    kind: narrow(),
    status: narrow(),
    flags: narrow(),
  };
}

type ClassOf = Uint8Array | Uint16Array | Uint32Array;

function readClassOf(reader: ByteReader, count: number, spans: number): ClassOf {
  if (count <= 0x100) return reader.raw(spans);
  if (count <= 0x10000) return new Uint16Array(reader.raw(2 * spans).slice().buffer);
  return new Uint32Array(reader.raw(4 * spans).slice().buffer);
}

function spread<Column extends Uint8Array | Uint32Array>(
  reader: ByteReader,
  count: number,
  of: ClassOf,
  column: Column,
): Column {
  const values = new Uint32Array(count);
  for (let k = 0; k < count; k++) values[k] = reader.varint();
  for (let i = 0; i < of.length; i++) column[i] = values[of[i] as number] as number;
  return column;
}

/** In two bits: how many levels a span stands above where a child of the span before it would; 3 is "three or more". */
function packDepths(writer: ByteWriter, depth: Uint32Array): void {
  const bits = new Uint8Array((depth.length + 3) >> 2);
  const far: number[] = [];
  let childDepth = 0;
  for (let i = 0; i < depth.length; i++) {
    const rise = childDepth - (depth[i] as number);
    bits[i >> 2] = (bits[i >> 2] as number) | (Math.min(rise, 3) << (2 * (i & 3)));
    if (rise >= 3) far.push(rise);
    childDepth = (depth[i] as number) + 1;
  }
  writer.raw(bits);
  for (const rise of far) writer.varint(rise);
}

function unpackDepths(reader: ByteReader, count: number): Uint32Array {
  const bits = reader.raw((count + 3) >> 2);
  const depth = new Uint32Array(count);
  let childDepth = 0;
  for (let i = 0; i < count; i++) {
    const near = ((bits[i >> 2] as number) >> (2 * (i & 3))) & 3;
    const own = childDepth - (near === 3 ? reader.varint() : near);
    depth[i] = own;
    childDepth = own + 1;
  }
  return depth;
}

/** In depth-first order the depths alone say which span is whose child. */
function treeOf(depth: Uint32Array): Pick<TraceColumns, 'parent' | 'subtree'> {
  const count = depth.length;
  const parent = new Int32Array(count);
  const subtree = new Uint32Array(count);
  let above = -1;
  for (let i = 0; i < count; i++) {
    const own = depth[i] as number;
    while (above >= 0 && (depth[above] as number) >= own) above = parent[above] as number;
    parent[i] = above;
    above = i;
  }
  for (let i = count - 1; i >= 0; i--) {
    const size = (subtree[i] as number) + 1;
    const over = parent[i] as number;
    subtree[i] = size;
    if (over >= 0) subtree[over] = (subtree[over] as number) + size;
  }
  return { parent, subtree };
}

/** Only those that are not the id of the parent that is there, each with how many spans lie between it and the one before. */
function packParentIds(writer: ByteWriter, { count, spanId, parentSpanId, parent }: TraceColumns): void {
  const others: number[] = [];
  const ids = wordsOf(spanId);
  const named = wordsOf(parentSpanId);
  for (let i = 0; i < count; i++) {
    const over = parent[i] as number;
    const high = over < 0 ? 0 : ids[2 * over];
    const low = over < 0 ? 0 : ids[2 * over + 1];
    if (named[2 * i] !== high || named[2 * i + 1] !== low) others.push(i);
  }
  writer.varint(others.length);
  let after = 0;
  for (const i of others) {
    writer.varint(i - after);
    writer.raw(parentSpanId.subarray(8 * i, 8 * i + 8));
    after = i + 1;
  }
}

function unpackParentIds(
  reader: ByteReader,
  spanId: Uint8Array<ArrayBuffer>,
  parent: Int32Array,
): Uint8Array<ArrayBuffer> {
  const parentSpanId = new Uint8Array(spanId.length);
  const ids = new Uint32Array(spanId.buffer);
  const named = new Uint32Array(parentSpanId.buffer);
  for (let i = 0; i < parent.length; i++) {
    const over = parent[i] as number;
    if (over < 0) continue;
    named[2 * i] = ids[2 * over] as number;
    named[2 * i + 1] = ids[2 * over + 1] as number;
  }
  let i = 0;
  for (let left = reader.varint(); left > 0; left--) {
    i += reader.varint();
    parentSpanId.set(reader.raw(8), 8 * i++);
  }
  return parentSpanId;
}

/** Ids as pairs of words; those read from a socket may lie where words must not begin. */
function wordsOf(bytes: Uint8Array): Uint32Array {
  const aligned = bytes.byteOffset % 4 === 0 ? bytes : bytes.slice();
  return new Uint32Array(aligned.buffer, aligned.byteOffset, aligned.byteLength >> 2);
}
