import type { TraceId } from './ids.ts';

/** Boundary: who calls whom, for some traces or for the latest ones. */
export interface ServiceGraphQuery {
  /** The latest traces where it is missing. */
  readonly traceIds?: readonly TraceId[];
}

export interface ServiceGraph {
  readonly nodes: readonly GraphNode[];
  readonly edges: readonly GraphEdge[];
  /** How many traces and spans it was told from. */
  readonly traces: number;
  readonly spans: number;
  /** Traces there are; more than `traces` where only the latest were looked at. */
  readonly ofTraces: number;
}

export interface GraphNode {
  readonly name: string;
  /** All but `service` sent no spans themselves: they are known from the spans that call them. */
  readonly kind: 'service' | 'database' | 'messaging' | 'external';
  /** Calls that came in; of a service that is called by nobody known, its own entry spans. */
  readonly figures: CallFigures;
}

export interface GraphEdge {
  /** Indexes into `nodes`. */
  readonly from: number;
  readonly to: number;
  readonly figures: CallFigures;
}

export interface CallFigures {
  readonly calls: number;
  readonly errors: number;
  readonly p50Nano: number;
  readonly p95Nano: number;
  readonly maxNano: number;
}
