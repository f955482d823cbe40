import { eachField } from './eachField.ts';
import { eachLogId, isJsonBatch, type VisitId, visitIds } from './logIds.ts';
import { type ByteRange, RecordWalk } from './recordWalk.ts';
import { wireType } from './wireReader.ts';

const field = (number: number): number => (number << 3) | wireType.bytes;

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
  readonly #walk = new RecordWalk();
  readonly resource: ByteRange = { start: 0, end: 0 };
  readonly #scope: ByteRange = { start: 0, end: 0 };
  readonly metric: ByteRange = { start: 0, end: 0 };
  readonly #data: ByteRange = { start: 0, end: 0 };
  readonly point: ByteRange = { start: 0, end: 0 };
  readonly exemplar: ByteRange = { start: 0, end: 0 };
  kind: PointKind = 'number';

  /** −1 where the exemplar has no id of the right length. */
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
      eachField(reader, tag.resourceMetrics, bytes.length, () =>
        walk.within(this.resource, () =>
          eachField(reader, tag.scopeMetrics, this.resource.end, () =>
            walk.within(this.#scope, () =>
              eachField(reader, tag.metrics, this.#scope.end, () =>
                walk.within(this.metric, () => this.#metric(visit)),
              ),
            ),
          ),
        ),
      ),
    );
  }

  #metric(visit: () => void): void {
    const { reader } = this.#walk;
    while (reader.pos < this.metric.end) {
      const next = reader.tag();
      const data = kinds.get(next);
      if (data === undefined) reader.skip(next);
      else this.#walk.within(this.#data, () => this.#points(data, visit));
    }
  }

  #points({ kind, exemplars }: { kind: PointKind; exemplars: number }, visit: () => void): void {
    const walk = this.#walk;
    this.kind = kind;
    eachField(walk.reader, tag.dataPoints, this.#data.end, () =>
      walk.within(this.point, () =>
        eachField(walk.reader, exemplars, this.point.end, () =>
          walk.within(this.exemplar, () => this.#exemplar(visit)),
        ),
      ),
    );
  }

  #exemplar(visit: () => void): void {
    this.#walk.readIds(this.exemplar.end, tag.traceId, tag.spanId);
    visit();
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
