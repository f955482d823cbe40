import type { ServiceGraph } from './serviceGraph.ts';

/** Boundary host ↔ webview of the service graph over all traces: what the host answers. */
export interface GraphHostApi {
  /** The graph of the latest traces as it is now. */
  graph(): Promise<ServiceGraph>;
  /** The user wants the traces that a service took part in; with `to`, those in which it calls that node. */
  openTraces(request: GraphTracesRequest): Promise<void>;
}

export interface GraphTracesRequest {
  /** Name of a node; not all nodes are services. */
  readonly service: string;
  readonly to?: string;
}

/** Boundary host ↔ webview of the service graph: what the host tells. */
export interface GraphHostEvents {
  /** Spans came or went; the page asks again when it likes. */
  changed: Record<string, never>;
}

/** What the page answers to the host: nothing. */
export type GraphPageApi = Record<never, never>;

/** What the page tells the host: nothing. */
export type GraphPageEvents = Record<never, never>;
