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
  const areWhole = [start, duration, eventTime].every(isWhole) && duration.every((nano) => nano >= 0);
  writer.varint(areWhole ? 1 : 0);
  if (areWhole) {
    const before = new StartsBefore(columns.depth);
    for (let i = 0; i < start.length; i++) {
      writer.signed((start[i] as number) - before.next(i, start));
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
    const before = new StartsBefore(depth);
    for (let i = 0; i < count; i++) {
      start[i] = before.next(i, start) + reader.signed();
      duration[i] = reader.varint();
    }
  }
  const eventOffset = unpackEventCounts(reader, count);
  const events = eventOffset[count] as number;
  const eventTime = areWhole ? new Float64Array(events) : readDoubles(reader, events);
  if (areWhole) for (let k = 0; k < events; k++) eventTime[k] = reader.signed();
  return { start, duration, eventOffset, eventTime };
}

/** By span, while spans come in order: the start that its own is told from. */
class StartsBefore {
  readonly #depth: Uint32Array;
  /** The latest span of each depth. */
  #latest = new Int32Array(64);

  constructor(depth: Uint32Array) {
    this.#depth = depth;
  }

  /** `start` is known for all spans before. */
  next(i: number, start: Float64Array): number {
    const own = this.#depth[i] as number;
    if (own >= this.#latest.length) {
      const wider = new Int32Array(2 * this.#latest.length);
      wider.set(this.#latest);
      this.#latest = wider;
    }
    // A span that is deeper than the one before is its first child.
    const isFirst = i === 0 || own > (this.#depth[i - 1] as number);
    const from = i === 0 ? -1 : isFirst ? i - 1 : (this.#latest[own] as number);
    this.#latest[own] = i;
    return from < 0 ? 0 : (start[from] as number);
  }
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

function isWhole(column: Float64Array): boolean {
  return column.every((nano) => Math.floor(nano) === nano && nano < largest && nano > -largest);
}

function bytesOf(column: Float64Array): Uint8Array {
  return new Uint8Array(column.buffer, column.byteOffset, column.byteLength);
}

function readDoubles(reader: ByteReader, count: number): Float64Array<ArrayBuffer> {
  return new Float64Array(reader.raw(8 * count).slice().buffer);
}
