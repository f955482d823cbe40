import type { SpanIndex } from '../shared/ids.ts';
import { spanKinds } from '../shared/spanKind.ts';
import type { TraceColumns } from '../shared/traceColumns.ts';
import type { ClockOffset } from './withClocks.ts';

/** A clock that seems to be wrong, and what would set it right. */
export interface SkewOffer extends ClockOffset {
  /** The span whose times contradict its parent's the most. */
  readonly evidence: SpanIndex;
  /** How many spans of the service contradict their parent's times; 0 where it only moves with its caller's clock. */
  readonly spans: number;
}

const client = spanKinds.indexOf('client');
const server = spanKinds.indexOf('server');
const producer = spanKinds.indexOf('producer');
const consumer = spanKinds.indexOf('consumer');

/** Clocks of one machine differ by less, and so do those that count milliseconds. */
const toleranceNano = 1e6;

/**
 * Services whose spans cannot have run when they say: a SERVER span that begins before the CLIENT span that called
 * it or ends after it though it is not longer, a CONSUMER span that begins before its PRODUCER. The offer puts the
 * called spans into the middle of their callers (Cristian's algorithm, as in Jaeger's and Zipkin's adjusters), within
 * what all calls between the two services allow. A service that is called by one whose clock is moved moves along.
 * Nothing is offered where one offset would not mend most of the contradictions: that is instrumentation, not clocks.
 */
export function clockSkew(trace: TraceColumns): SkewOffer[] {
  const offers: SkewOffer[] = [];
  const offsetOf = new Map<number, number>();
  for (const [service, calls] of callsByService(trace)) {
    // Services come in the order of their first call, so that a caller's clock is known before its callees'.
    const { caller, edges } = mostFrequent(calls);
    const own = relativeOffset(edges);
    const nano = Math.round((offsetOf.get(caller) ?? 0) + own.nano);
    offsetOf.set(service, nano);
    if (nano === 0) continue;
    const name = trace.strings[service] as string;
    offers.push({ service: name, nano, evidence: own.evidence, spans: own.spans });
  }
  return offers;
}

/** Between what offsets a called span would lie within its caller. */
interface Edge {
  readonly span: SpanIndex;
  readonly low: number;
  /** Infinite for a message, whose receiver may take as long as it likes. */
  readonly high: number;
}

interface Calls {
  readonly caller: number;
  readonly edges: Edge[];
}

function callsByService(trace: TraceColumns): Map<number, Map<number, Calls>> {
  const byService = new Map<number, Map<number, Calls>>();
  for (let i = 0; i < trace.count; i++) {
    const edge = edgeOf(trace, i);
    if (edge === undefined) continue;
    const callee = trace.service[i] as number;
    const caller = trace.service[trace.parent[i] as number] as number;
    const calls = byService.get(callee) ?? new Map<number, Calls>();
    byService.set(callee, calls);
    const known = calls.get(caller);
    if (known === undefined) calls.set(caller, { caller, edges: [edge] });
    else known.edges.push(edge);
  }
  return byService;
}

function edgeOf({ parent, service, kind, start, duration }: TraceColumns, i: number): Edge | undefined {
  const above = parent[i] as number;
  if (above < 0 || service[above] === service[i]) return undefined;
  const low = (start[above] as number) - (start[i] as number);
  if (kind[above] === producer && kind[i] === consumer) {
    return { span: i as SpanIndex, low, high: Number.POSITIVE_INFINITY };
  }
  if (kind[above] !== client || kind[i] !== server) return undefined;
  const high = low + (duration[above] as number) - (duration[i] as number);
  // What takes longer than its caller fits nowhere: it went on when nobody waited any more.
  return high < low ? undefined : { span: i as SpanIndex, low, high };
}

function mostFrequent(calls: ReadonlyMap<number, Calls>): Calls {
  return [...calls.values()].reduce((most, one) => (one.edges.length > most.edges.length ? one : most));
}

interface RelativeOffset {
  readonly nano: number;
  readonly evidence: SpanIndex;
  readonly spans: number;
}

function relativeOffset(edges: readonly Edge[]): RelativeOffset {
  const worst = edges.reduce((most, edge) => (violation(edge, 0) > violation(most, 0) ? edge : most));
  const spans = violations(edges, 0);
  const nano = spans === 0 ? 0 : mendingOffset(edges);
  const mends = 2 * violations(edges, nano) < spans;
  return mends ? { nano, evidence: worst.span, spans } : { nano: 0, evidence: worst.span, spans };
}

/** The median of the middles, moved into what all edges allow where there is such an offset. */
function mendingOffset(edges: readonly Edge[]): number {
  const middles = edges
    .map(({ low, high }) => (high === Number.POSITIVE_INFINITY ? low : (low + high) / 2))
    .sort((a, b) => a - b);
  const median = middles[middles.length >> 1] as number;
  let low = Number.NEGATIVE_INFINITY;
  let high = Number.POSITIVE_INFINITY;
  for (const edge of edges) {
    low = Math.max(low, edge.low);
    high = Math.min(high, edge.high);
  }
  return low > high ? median : Math.min(high, Math.max(low, median));
}

function violations(edges: readonly Edge[], offset: number): number {
  return edges.reduce((sum, edge) => sum + (violation(edge, offset) > toleranceNano ? 1 : 0), 0);
}

/** By how much the span sticks out of its caller, once moved. */
function violation({ low, high }: Edge, offset: number): number {
  return Math.max(low - offset, offset - high);
}
