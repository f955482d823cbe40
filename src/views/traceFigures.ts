import type { SpanIndex } from '../shared/ids.ts';
import type { SpanView } from '../shared/spanProtocol.ts';
import type { TraceColumns } from '../shared/traceColumns.ts';
import { criticalPath } from '../trace/criticalPath.ts';
import { selfTimes } from '../trace/selfTime.ts';
import type { ServiceOrders } from './serviceOrders.ts';

/** What a span's place in its trace says of it. */
export type SpanFigures = Pick<
  SpanView,
  'startNano' | 'durationNano' | 'selfNano' | 'criticalNano' | 'traceDurationNano' | 'serviceIndex'
>;

interface Analysis {
  readonly self: Float64Array;
  readonly critical: Float64Array;
}

/** Figures of single spans; a trace is analysed once, however many of its spans are looked at. */
export class TraceFigures {
  readonly #analyses = new WeakMap<TraceColumns, Analysis>();
  readonly #serviceOrders: Pick<ServiceOrders, 'of'>;

  constructor(serviceOrders: Pick<ServiceOrders, 'of'>) {
    this.#serviceOrders = serviceOrders;
  }

  of(columns: TraceColumns, index: SpanIndex): SpanFigures {
    const analysis = this.#analyses.get(columns) ?? analyse(columns);
    this.#analyses.set(columns, analysis);
    const service = columns.strings[columns.service[index] ?? 0] ?? '';
    return {
      startNano: columns.start[index] ?? 0,
      durationNano: columns.duration[index] ?? 0,
      selfNano: analysis.self[index] ?? 0,
      criticalNano: analysis.critical[index] ?? 0,
      traceDurationNano: columns.durationNano,
      serviceIndex: Math.max(0, this.#serviceOrders.of(columns).indexOf(service)),
    };
  }
}

function analyse(columns: TraceColumns): Analysis {
  return { self: selfTimes(columns), critical: criticalPath(columns).total };
}
