import { MalformedError, WireReader } from './wireReader.ts';

/** Where a message's content stands. */
export interface ByteRange {
  start: number;
  end: number;
}

/** Reads batches of telemetry message by message, down to what carries the ids of a trace and a span. */
export class RecordWalk {
  readonly reader = new WireReader(new Uint8Array());
  /** −1 where the record has no id of the right length. */
  traceIdAt = -1;
  spanIdAt = -1;

  /** What is broken ends the walk: what came before it is told. */
  over(bytes: Uint8Array, read: () => void): void {
    this.reader.reset(bytes, 0, bytes.length);
    try {
      read();
    } catch (error) {
      if (!(error instanceof MalformedError)) throw error;
    }
  }

  /** Reads the message whose length comes next; `range` says where its content stands. */
  within(range: ByteRange, read: () => void): void {
    const { reader } = this;
    const outer = reader.limit;
    range.end = reader.endOfBytes();
    range.start = reader.pos;
    reader.limit = range.end;
    read();
    reader.limit = outer;
  }

  /** Looks for the ids among the fields up to `end`. */
  readIds(end: number, traceIdTag: number, spanIdTag: number): void {
    const { reader } = this;
    this.traceIdAt = -1;
    this.spanIdAt = -1;
    while (reader.pos < end) {
      const next = reader.tag();
      if (next === traceIdTag) this.traceIdAt = this.#idAt(16);
      else if (next === spanIdTag) this.spanIdAt = this.#idAt(8);
      else reader.skip(next);
    }
  }

  #idAt(length: number): number {
    const { reader } = this;
    const end = reader.endOfBytes();
    const start = reader.pos;
    reader.pos = end;
    return end - start === length ? start : -1;
  }
}
