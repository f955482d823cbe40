import { eachField } from './eachField.ts';
import { type ByteRange, RecordWalk } from './recordWalk.ts';

/** Tags of `opentelemetry.proto.logs.v1`. */
const tag = { resourceLogs: 0x0a, scopeLogs: 0x12, logRecords: 0x12, traceId: 0x4a, spanId: 0x52 } as const;

/** Walks over the records of an `ExportLogsServiceRequest` and says of each where it stands and whose it is. */
export class LogScanner {
  readonly #walk = new RecordWalk();
  readonly resource: ByteRange = { start: 0, end: 0 };
  readonly scope: ByteRange = { start: 0, end: 0 };
  readonly record: ByteRange = { start: 0, end: 0 };

  /** −1 where the record has no id of the right length. */
  get traceIdAt(): number {
    return this.#walk.traceIdAt;
  }

  get spanIdAt(): number {
    return this.#walk.spanIdAt;
  }

  /** What is broken ends the walk: what came before it is told. */
  each(bytes: Uint8Array, visit: () => void): void {
    const walk = this.#walk;
    const { reader } = walk;
    walk.over(bytes, () =>
      eachField(reader, tag.resourceLogs, bytes.length, () =>
        walk.within(this.resource, () =>
          eachField(reader, tag.scopeLogs, this.resource.end, () =>
            walk.within(this.scope, () =>
              eachField(reader, tag.logRecords, this.scope.end, () => this.#record(visit)),
            ),
          ),
        ),
      ),
    );
  }

  #record(visit: () => void): void {
    const { record } = this;
    this.#walk.within(record, () => this.#walk.readIds(record.end, tag.traceId, tag.spanId));
    visit();
  }
}
