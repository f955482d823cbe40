import type { GraphNode, ServiceGraph } from '../../src/shared/serviceGraph.ts';
import { callCount } from './callWords.ts';

const kinds: readonly (readonly [GraphNode['kind'], string, string])[] = [
  ['service', 'service', 'services'],
  ['database', 'database', 'databases'],
  ['messaging', 'queue', 'queues'],
  ['external', 'other system', 'other systems'],
];

/** What a graph shows, in figures: `5 services · 2 databases · 34 calls`; of many traces also how many. */
export function graphWords({ nodes, edges, traces, ofTraces }: ServiceGraph): string {
  const parts = kinds.flatMap(([kind, one, many]) => {
    const count = nodes.filter((node) => node.kind === kind).length;
    return count === 0 ? [] : [`${count} ${count === 1 ? one : many}`];
  });
  parts.push(callCount(edges.reduce((sum, { figures }) => sum + figures.calls, 0)));
  if (ofTraces > traces) parts.push(`the latest ${number(traces)} of ${number(ofTraces)} traces`);
  else if (traces > 1) parts.push(`${number(traces)} traces`);
  return parts.join(' · ');
}

function number(value: number): string {
  return value.toLocaleString('en-US');
}
