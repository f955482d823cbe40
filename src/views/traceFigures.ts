import type { SpanIndex } from '../shared/ids.ts';
import type { SpanView } from '../shared/spanProtocol.ts';
import type { TraceColumns } from '../shared/traceColumns.ts';
import { criticalPath } from '../trace/criticalPath.ts';
import { selfTimes } from '../trace/selfTime.ts';

/** What a span's place in its trace says of it. */
export type SpanFigures = Pick<
  SpanView,
  'startNano' | 'durationNano' | 'selfNano' | 'criticalNano' | 'traceDurationNano' | 'serviceIndex'
>;

interface Analysis {
  readonly self: Float64Array;
  readonly critical: Float64Array;
  /** Palette index of a service, by its index into `strings`: in the order of first appearance. */
  readonly palette: ReadonlyMap<number, number>;
}

/** Figures of single spans; a trace is analysed once, however many of its spans are looked at. */
export class TraceFigures {
  readonly #analyses = new WeakMap<TraceColumns, Analysis>();

  of(columns: TraceColumns, index: SpanIndex): SpanFigures {
    const analysis = this.#analyses.get(columns) ?? analyse(columns);
    this.#analyses.set(columns, analysis);
    return {
      startNano: columns.start[index] ?? 0,
      durationNano: columns.duration[index] ?? 0,
      selfNano: analysis.self[index] ?? 0,
      criticalNano: analysis.critical[index] ?? 0,
      traceDurationNano: columns.durationNano,
      serviceIndex: analysis.palette.get(columns.service[index] ?? 0) ?? 0,
    };
  }
}

function analyse(columns: TraceColumns): Analysis {
  const palette = new Map<number, number>();
  for (const service of columns.service) if (!palette.has(service)) palette.set(service, palette.size);
  return { self: selfTimes(columns), critical: criticalPath(columns).total, palette };
}
