import { eachField } from './eachField.ts';
import { MalformedError, WireReader } from './wireReader.ts';

/** Tags of `opentelemetry.proto.logs.v1`. */
const tag = { resourceLogs: 0x0a, scopeLogs: 0x12, logRecords: 0x12, traceId: 0x4a, spanId: 0x52 } as const;

/** Where a message's content stands. */
export interface ByteRange {
  start: number;
  end: number;
}

/** Walks over the records of an `ExportLogsServiceRequest` and says of each where it stands and whose it is. */
export class LogScanner {
  readonly #reader = new WireReader(new Uint8Array());
  readonly resource: ByteRange = { start: 0, end: 0 };
  readonly scope: ByteRange = { start: 0, end: 0 };
  readonly record: ByteRange = { start: 0, end: 0 };
  /** −1 where the record has no id of the right length. */
  traceIdAt = -1;
  spanIdAt = -1;

  /** What is broken ends the walk: what came before it is told. */
  each(bytes: Uint8Array, visit: () => void): void {
    const reader = this.#reader;
    reader.reset(bytes, 0, bytes.length);
    try {
      eachField(reader, tag.resourceLogs, bytes.length, () =>
        this.#within(this.resource, () =>
          eachField(reader, tag.scopeLogs, this.resource.end, () =>
            this.#within(this.scope, () =>
              eachField(reader, tag.logRecords, this.scope.end, () => this.#record(visit)),
            ),
          ),
        ),
      );
    } catch (error) {
      if (!(error instanceof MalformedError)) throw error;
    }
  }

  #within(range: ByteRange, read: () => void): void {
    const reader = this.#reader;
    const outer = reader.limit;
    range.end = reader.endOfBytes();
    range.start = reader.pos;
    reader.limit = range.end;
    read();
    reader.limit = outer;
  }

  #record(visit: () => void): void {
    const reader = this.#reader;
    const outer = reader.limit;
    const end = reader.endOfBytes();
    this.record.start = reader.pos;
    this.record.end = end;
    this.traceIdAt = -1;
    this.spanIdAt = -1;
    reader.limit = end;
    while (reader.pos < end) {
      const next = reader.tag();
      if (next === tag.traceId) this.traceIdAt = this.#idAt(16);
      else if (next === tag.spanId) this.spanIdAt = this.#idAt(8);
      else reader.skip(next);
    }
    reader.limit = outer;
    visit();
  }

  #idAt(length: number): number {
    const reader = this.#reader;
    const end = reader.endOfBytes();
    const start = reader.pos;
    reader.pos = end;
    return end - start === length ? start : -1;
  }
}
