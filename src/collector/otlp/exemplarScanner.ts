import { eachField } from './eachField.ts';
import { eachLogId, isJsonBatch, type VisitId, visitIds } from './logIds.ts';
import type { ByteRange } from './logScanner.ts';
import { MalformedError, WireReader } from './wireReader.ts';

const lengthDelimited = 2;
const field = (number: number): number => (number << 3) | lengthDelimited;

/** Tags of `opentelemetry.proto.metrics.v1`. */
const tag = {
  resourceMetrics: field(1),
  scopeMetrics: field(2),
  metrics: field(2),
  dataPoints: field(1),
  spanId: field(4),
  traceId: field(5),
};

/** The kinds of metrics whose data points may have exemplars: a summary has none. */
export type PointKind = 'number' | 'histogram' | 'exponentialHistogram';

/** Kinds of data by their tags in `Metric`, and where exemplars stand in their data points. */
const kinds: ReadonlyMap<number, { readonly kind: PointKind; readonly exemplars: number }> = new Map([
  [field(5), { kind: 'number', exemplars: field(5) }],
  [field(7), { kind: 'number', exemplars: field(5) }],
  [field(9), { kind: 'histogram', exemplars: field(8) }],
  [field(10), { kind: 'exponentialHistogram', exemplars: field(11) }],
]);

/** Walks over the exemplars of an `ExportMetricsServiceRequest` and says of each where it stands and whose it is. */
export class ExemplarScanner {
  readonly #reader = new WireReader(new Uint8Array());
  readonly resource: ByteRange = { start: 0, end: 0 };
  readonly #scope: ByteRange = { start: 0, end: 0 };
  readonly metric: ByteRange = { start: 0, end: 0 };
  readonly #data: ByteRange = { start: 0, end: 0 };
  readonly point: ByteRange = { start: 0, end: 0 };
  readonly exemplar: ByteRange = { start: 0, end: 0 };
  kind: PointKind = 'number';
  /** −1 where the exemplar has no id of the right length. */
  traceIdAt = -1;
  spanIdAt = -1;

  /** What is broken ends the walk: what came before it is told. */
  each(bytes: Uint8Array, visit: () => void): void {
    const reader = this.#reader;
    reader.reset(bytes, 0, bytes.length);
    try {
      eachField(reader, tag.resourceMetrics, bytes.length, () =>
        this.#within(this.resource, () =>
          eachField(reader, tag.scopeMetrics, this.resource.end, () =>
            this.#within(this.#scope, () =>
              eachField(reader, tag.metrics, this.#scope.end, () =>
                this.#within(this.metric, () => this.#metric(visit)),
              ),
            ),
          ),
        ),
      );
    } catch (error) {
      if (!(error instanceof MalformedError)) throw error;
    }
  }

  #metric(visit: () => void): void {
    const reader = this.#reader;
    while (reader.pos < this.metric.end) {
      const next = reader.tag();
      const data = kinds.get(next);
      if (data === undefined) reader.skip(next);
      else this.#within(this.#data, () => this.#points(data, visit));
    }
  }

  #points({ kind, exemplars }: { kind: PointKind; exemplars: number }, visit: () => void): void {
    this.kind = kind;
    eachField(this.#reader, tag.dataPoints, this.#data.end, () =>
      this.#within(this.point, () =>
        eachField(this.#reader, exemplars, this.point.end, () =>
          this.#within(this.exemplar, () => this.#exemplar(visit)),
        ),
      ),
    );
  }

  #exemplar(visit: () => void): void {
    const reader = this.#reader;
    this.traceIdAt = -1;
    this.spanIdAt = -1;
    while (reader.pos < this.exemplar.end) {
      const next = reader.tag();
      if (next === tag.traceId) this.traceIdAt = this.#idAt(16);
      else if (next === tag.spanId) this.spanIdAt = this.#idAt(8);
      else reader.skip(next);
    }
    visit();
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

  #idAt(length: number): number {
    const reader = this.#reader;
    const end = reader.endOfBytes();
    const start = reader.pos;
    reader.pos = end;
    return end - start === length ? start : -1;
  }
}

/** Calls with each id of a trace or of a span that exemplars of a batch name; in JSON with any text of as many digits. */
export function eachExemplarId(bytes: Uint8Array, visit: VisitId): void {
  if (isJsonBatch(bytes)) {
    eachLogId(bytes, visit);
    return;
  }
  const scanner = new ExemplarScanner();
  scanner.each(bytes, () => visitIds(bytes, scanner, visit));
}
