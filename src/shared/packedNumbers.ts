import type { ByteReader, ByteWriter } from './byteStream.ts';
import type { TraceColumns } from './traceColumns.ts';

type Numbers = Pick<TraceColumns, 'start' | 'duration' | 'eventOffset' | 'eventTime'>;

/** Differences of two such numbers are exact, and fit a number with a sign. */
const largest = 2 ** 51;

/**
 * Times and events. A start is told from that of the sibling before, or of the parent, so that it is short; where
 * times are no whole numbers of nanoseconds they go as they are.
 */
export function packNumbers(writer: ByteWriter, columns: TraceColumns): void {
  const { start, duration, eventTime, eventOffset } = columns;
  const areWhole = isWhole(start, -largest) && isWhole(duration, 0) && isWhole(eventTime, -largest);
  writer.varint(areWhole ? 1 : 0);
  if (areWhole) {
    const before = spansBefore(columns.depth);
    for (let i = 0; i < start.length; i++) {
      const from = before[i] as number;
      writer.signed((start[i] as number) - (from < 0 ? 0 : (start[from] as number)));
      writer.varint(duration[i] as number);
    }
  } else {
    writer.raw(bytesOf(start));
    writer.raw(bytesOf(duration));
  }
  packEventCounts(writer, eventOffset);
  if (!areWhole) writer.raw(bytesOf(eventTime));
  else for (const nano of eventTime) writer.signed(nano);
}

export function unpackNumbers(reader: ByteReader, depth: Uint32Array, subtree: Uint32Array): Numbers {
  const count = subtree.length;
  const areWhole = reader.varint() === 1;
  const start = areWhole ? new Float64Array(count) : readDoubles(reader, count);
  const duration = areWhole ? new Float64Array(count) : readDoubles(reader, count);
  if (areWhole) {
    const before = spansBefore(depth);
    for (let i = 0; i < count; i++) {
      const from = before[i] as number;
      start[i] = reader.signed() + (from < 0 ? 0 : (start[from] as number));
      duration[i] = reader.varint();
    }
  }
  const eventOffset = unpackEventCounts(reader, count);
  const events = eventOffset[count] as number;
  const eventTime = areWhole ? new Float64Array(events) : readDoubles(reader, events);
  if (areWhole) for (let k = 0; k < events; k++) eventTime[k] = reader.signed();
  return { start, duration, eventOffset, eventTime };
}

/** By span, the one that its start is told from: the sibling before, or the parent; −1 for neither. */
function spansBefore(depth: Uint32Array): Int32Array {
  const before = new Int32Array(depth.length).fill(-1);
  // The latest span of each depth; a deeper one that is still there is of another parent.
  const latest: number[] = [];
  let above = -1;
  for (let i = 0; i < depth.length; i++) {
    const own = depth[i] as number;
    if (own > above) before[i] = i - 1;
    else before[i] = latest[own] as number;
    latest[own] = i;
    above = own;
  }
  return before;
}

/** Most spans have no events: only those that have, each with how many spans lie between it and the one before. */
function packEventCounts(writer: ByteWriter, eventOffset: Uint32Array): void {
  const spans = eventOffset.length - 1;
  const withEvents: number[] = [];
  for (let i = 0; i < spans; i++) if (eventOffset[i] !== eventOffset[i + 1]) withEvents.push(i);
  writer.varint(withEvents.length);
  let after = 0;
  for (const i of withEvents) {
    writer.varint(i - after);
    writer.varint((eventOffset[i + 1] as number) - (eventOffset[i] as number));
    after = i + 1;
  }
}

function unpackEventCounts(reader: ByteReader, count: number): Uint32Array {
  const eventOffset = new Uint32Array(count + 1);
  let i = 0;
  for (let left = reader.varint(); left > 0; left--) {
    i += reader.varint() + 1;
    eventOffset[i] = reader.varint();
  }
  for (let k = 1; k <= count; k++) {
    eventOffset[k] = (eventOffset[k] as number) + (eventOffset[k - 1] as number);
  }
  return eventOffset;
}

function isWhole(column: Float64Array, least: number): boolean {
  for (let i = 0; i < column.length; i++) {
    const nano = column[i] as number;
    if (!(nano >= least && nano < largest && Math.floor(nano) === nano)) return false;
  }
  return true;
}

function bytesOf(column: Float64Array): Uint8Array {
  return new Uint8Array(column.buffer, column.byteOffset, column.byteLength);
}

function readDoubles(reader: ByteReader, count: number): Float64Array<ArrayBuffer> {
  return new Float64Array(reader.raw(8 * count).slice().buffer);
}
