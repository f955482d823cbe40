import type { SpanId, SpanIndex } from '../shared/ids.ts';
import type { SpanView } from '../shared/spanProtocol.ts';
import type { TraceColumns } from '../shared/traceColumns.ts';
import { criticalPath } from '../trace/criticalPath.ts';
import { type DragAndSlack, dragAndSlack } from '../trace/dragAndSlack.ts';
import { selfTimes } from '../trace/selfTime.ts';
import { idWords, SpanIdTable } from '../trace/spanIdTable.ts';
import type { ServiceOrders } from './serviceOrders.ts';
import { spanIdBytes } from './spanLookup.ts';

/** What a span's place in its trace says of it. */
export type SpanFigures = Pick<
  SpanView,
  | 'startNano'
  | 'durationNano'
  | 'selfNano'
  | 'criticalNano'
  | 'traceDurationNano'
  | 'dragNano'
  | 'slackNano'
  | 'serviceIndex'
>;

/** The host has other work: drag and slack of more spans would hold it up for seconds. */
const mostForDrag = 200_000;

interface Analysis extends DragAndSlack {
  readonly ids: SpanIdTable;
  readonly self: Float64Array;
  readonly critical: Float64Array;
  /** By name, the index into the palette. */
  readonly services: ReadonlyMap<string, number>;
}

/** Figures of single spans; a trace is analysed once, however many of its spans are looked at. */
export class TraceFigures {
  readonly #analyses = new WeakMap<TraceColumns, Analysis>();
  readonly #serviceOrders: Pick<ServiceOrders, 'of'>;

  constructor(serviceOrders: Pick<ServiceOrders, 'of'>) {
    this.#serviceOrders = serviceOrders;
  }

  /** Where the span is in the trace. */
  find(columns: TraceColumns, spanId: SpanId): SpanIndex | undefined {
    const [first = 0, second = 0] = idWords(spanIdBytes(spanId));
    const index = this.#analysis(columns).ids.findWords(first, second);
    return index < 0 ? undefined : (index as SpanIndex);
  }

  of(columns: TraceColumns, index: SpanIndex): SpanFigures {
    const analysis = this.#analysis(columns);
    const service = columns.strings[columns.service[index] ?? 0] ?? '';
    return {
      startNano: columns.start[index] ?? 0,
      durationNano: columns.duration[index] ?? 0,
      selfNano: analysis.self[index] ?? 0,
      criticalNano: analysis.critical[index] ?? 0,
      traceDurationNano: columns.durationNano,
      ...dragAndSlackOf(analysis, index),
      serviceIndex: analysis.services.get(service) ?? 0,
    };
  }

  #analysis(columns: TraceColumns): Analysis {
    return this.#analyses.get(columns) ?? this.#analyse(columns);
  }

  #analyse(columns: TraceColumns): Analysis {
    const path = criticalPath(columns);
    const services = this.#serviceOrders.of(columns);
    const analysis: Analysis = {
      ids: new SpanIdTable(columns.spanId, columns.count),
      self: selfTimes(columns),
      critical: path.total,
      services: new Map(services.map((service, place) => [service, place])),
      ...(columns.count > mostForDrag ? nothing : dragAndSlack(columns, path)),
    };
    this.#analyses.set(columns, analysis);
    return analysis;
  }
}

const nothing: DragAndSlack = { drag: new Float64Array(0), slack: new Float64Array(0) };

/** Both are unknown where the trace has no root that its end could be told by, and in very large ones. */
function dragAndSlackOf(
  { drag, slack }: DragAndSlack,
  index: SpanIndex,
): Pick<SpanView, 'dragNano' | 'slackNano'> {
  const dragNano = drag[index];
  const slackNano = slack[index];
  return dragNano === undefined || slackNano === undefined ? {} : { dragNano, slackNano };
}
