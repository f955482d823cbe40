import type { CallFigures, GraphEdge, GraphNode, ServiceGraph } from '../shared/serviceGraph.ts';
import { spanKinds, statusCodes } from '../shared/spanKind.ts';
import type { TraceColumns } from '../shared/traceColumns.ts';
import { FewLatencies } from './fewLatencies.ts';
import type { Peer } from './peer.ts';

const client = spanKinds.indexOf('client');
const producer = spanKinds.indexOf('producer');
const consumer = spanKinds.indexOf('consumer');
const failed = statusCodes.indexOf('error');

/** What is looked at of a trace. */
export type GraphedColumns = Pick<
  TraceColumns,
  'count' | 'parent' | 'kind' | 'status' | 'duration' | 'service' | 'strings'
>;

/**
 * Gathers who calls whom from any number of traces. A call is a span whose parent is of another service: from the
 * parent's service to its own, so that the client's half and the server's are one call, with the figures of the
 * one that was called. Calls to what sends no spans are told from the outgoing spans that name a peer and below
 * which nothing else was called. A message goes through its destination: from the sender to it, and from it to each
 * receiver. (After zipkin-lens's dependency linker and the service graphs of Tempo.)
 */
export class ServiceGraphBuilder {
  readonly #nodes = new Map<string, Node>();
  readonly #edges = new Map<string, Edge>();
  #traces = 0;
  #spans = 0;

  /** `peerOf` is asked for outgoing spans and consumers only. */
  add(trace: GraphedColumns, peerOf: (span: number) => Peer | undefined): void {
    this.#traces++;
    this.#spans += trace.count;
    const services = new Map<number, Node>();
    for (const text of trace.service) {
      if (!services.has(text)) services.set(text, this.#node('service', trace.strings[text] as string));
    }
    const nodeOf = (span: number): Node => services.get(trace.service[span] as number) as Node;
    const callsOut = new Uint8Array(trace.count);
    // Backwards, each span comes behind all that it called.
    for (let span = trace.count - 1; span >= 0; span--) {
      const above = trace.parent[span] as number;
      const out = this.#addSpan(trace, span, nodeOf, peerOf, callsOut[span] === 1);
      if (out && above >= 0) callsOut[above] = 1;
    }
  }

  /** `ofTraces`: how many traces there are. Nodes and edges with the most calls come first. */
  finish(ofTraces: number): ServiceGraph {
    const nodes = [...this.#nodes.values()].sort((a, b) => callsOf(b) - callsOf(a) || compareNames(a, b));
    const places = new Map(nodes.map((node, place) => [node, place]));
    const edges = [...this.#edges.values()].map(
      ({ from, to, calls }): GraphEdge => ({
        from: places.get(from) ?? 0,
        to: places.get(to) ?? 0,
        figures: calls.figures(),
      }),
    );
    return {
      nodes: nodes.map(toGraphNode),
      edges: edges.sort((a, b) => b.figures.calls - a.figures.calls || a.from - b.from || a.to - b.to),
      traces: this.#traces,
      spans: this.#spans,
      ofTraces,
    };
  }

  /** Returns whether something was called at this span or below it, so that no span above tells it again. */
  #addSpan(
    trace: GraphedColumns,
    span: number,
    nodeOf: (span: number) => Node,
    peerOf: (span: number) => Peer | undefined,
    calledBelow: boolean,
  ): boolean {
    const above = trace.parent[span] as number;
    const kind = trace.kind[span] as number;
    const call: Call = { nano: trace.duration[span] as number, failed: trace.status[span] === failed };
    const own = nodeOf(span);
    if (kind === consumer) {
      const destination = messagePeer(peerOf(span)) ?? (above < 0 ? undefined : messagePeer(peerOf(above)));
      const repeats = above >= 0 && trace.kind[above] === consumer && nodeOf(above) === own;
      if (destination !== undefined && !repeats) {
        this.#call(this.#peerNode(destination), own, call);
        // Its producer says itself that it sent there.
        if (above < 0 || (trace.kind[above] === producer && messagePeer(peerOf(above)) !== undefined))
          return false;
        if (nodeOf(above) !== own) this.#call(nodeOf(above), this.#peerNode(destination), call);
        return true;
      }
    }
    if (above < 0) own.entries.add(call);
    else if (nodeOf(above) !== own) {
      this.#call(nodeOf(above), own, call);
      return true;
    }
    if (calledBelow) return true;
    const peer = kind === client || kind === producer ? peerOf(span) : undefined;
    if (peer === undefined) return false;
    this.#call(own, this.#peerNode(peer), call);
    return true;
  }

  #peerNode({ kind, name }: Peer): Node {
    return this.#node(kind, name);
  }

  #node(kind: GraphNode['kind'], name: string): Node {
    const key = `${kind} ${name}`;
    const known = this.#nodes.get(key);
    if (known !== undefined) return known;
    const node: Node = { number: this.#nodes.size, kind, name, incoming: new Calls(), entries: new Calls() };
    this.#nodes.set(key, node);
    return node;
  }

  #call(from: Node, to: Node, call: Call): void {
    const key = `${from.number} ${to.number}`;
    let edge = this.#edges.get(key);
    if (edge === undefined) {
      edge = { from, to, calls: new Calls() };
      this.#edges.set(key, edge);
    }
    edge.calls.add(call);
    to.incoming.add(call);
  }
}

interface Node {
  readonly number: number;
  readonly kind: GraphNode['kind'];
  readonly name: string;
  readonly incoming: Calls;
  /** Spans of the service that nobody known called. */
  readonly entries: Calls;
}

interface Edge {
  readonly from: Node;
  readonly to: Node;
  readonly calls: Calls;
}

interface Call {
  readonly nano: number;
  readonly failed: boolean;
}

class Calls {
  readonly #latencies = new FewLatencies();
  #errors = 0;

  get count(): number {
    return this.#latencies.count;
  }

  add(call: Call): void {
    this.#latencies.add(call.nano);
    if (call.failed) this.#errors++;
  }

  figures(): CallFigures {
    return {
      calls: this.#latencies.count,
      errors: this.#errors,
      p50Nano: this.#latencies.quantile(0.5),
      p95Nano: this.#latencies.quantile(0.95),
      maxNano: this.#latencies.max,
    };
  }
}

function messagePeer(peer: Peer | undefined): Peer | undefined {
  return peer?.kind === 'messaging' ? peer : undefined;
}

function callsOf({ incoming, entries }: Node): number {
  return incoming.count === 0 ? entries.count : incoming.count;
}

function compareNames(a: Node, b: Node): number {
  return a.name < b.name ? -1 : a.name > b.name ? 1 : a.number - b.number;
}

function toGraphNode({ name, kind, incoming, entries }: Node): GraphNode {
  return { name, kind, figures: (incoming.count === 0 ? entries : incoming).figures() };
}
