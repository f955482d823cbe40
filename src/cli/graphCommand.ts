import { formatDuration } from '../shared/duration.ts';
import type { CallFigures, GraphNode, ServiceGraph, ServiceGraphQuery } from '../shared/serviceGraph.ts';
import { painter } from './colour.ts';
import type { CommandContext } from './commandContext.ts';
import { counted, figure } from './counted.ts';
import { loadTrace } from './loadTrace.ts';
import { writeJsonLines } from './output.ts';
import { type Column, table } from './table.ts';

const figureColumns: readonly Column[] = [
  { title: 'CALLS', align: 'right' },
  { title: 'FAILED', align: 'right', style: 'red' },
  { title: 'P50', align: 'right' },
  { title: 'P95', align: 'right' },
  { title: 'MAX', align: 'right' },
];
const columns: readonly Column[] = [
  { title: 'FROM' },
  { title: 'TO', shrinks: true, style: 'bold' },
  { title: 'KIND', style: 'dim' },
  ...figureColumns,
];

/** Who calls whom: in one trace, or in the latest ones. */
export async function graphCommand(context: CommandContext): Promise<void> {
  const { api, out, invocation } = context;
  const graph = await api.serviceGraph(await queryOf(context));
  if (invocation.json) return await writeJsonLines(out, linesOf(graph));
  if (graph.nodes.length === 0)
    return await out.write('No services yet: they appear with the first spans.\n');
  const seen = `${counted(graph.spans, 'span')} of ${counted(graph.traces, 'trace')}`;
  const all = graph.ofTraces > graph.traces ? `, the latest of ${figure(graph.ofTraces)}` : '';
  await out.write(`${table(columns, rowsOf(graph), painter(out.colour), out.width)}\nFrom ${seen}${all}.\n`);
}

async function queryOf(context: CommandContext): Promise<ServiceGraphQuery> {
  const { argument } = context.invocation;
  return argument === '' ? {} : { traceIds: [(await loadTrace(context, argument)).traceId] };
}

function* linesOf({ nodes, edges }: ServiceGraph): Generator<Record<string, unknown>> {
  for (const { name, kind, figures } of nodes) yield { type: 'node', name, kind, ...figures };
  for (const { from, to, figures } of edges) {
    yield {
      type: 'edge',
      from: nodes[from]?.name,
      to: nodes[to]?.name,
      fromKind: nodes[from]?.kind,
      toKind: nodes[to]?.kind,
      ...figures,
    };
  }
}

/** Calls by caller; those that nobody known makes first, from nobody. */
function rowsOf({ nodes, edges }: ServiceGraph): string[][] {
  const called = new Set(edges.map(({ to }) => to));
  const entries = nodes.flatMap((node, place) =>
    called.has(place) ? [] : [['', ...cellsOf(node, node.figures)]],
  );
  const calls = nodes.flatMap(({ name }, place) =>
    edges
      .filter(({ from }) => from === place)
      .flatMap(({ to, figures }) => {
        const node = nodes[to];
        return node === undefined ? [] : [[name, ...cellsOf(node, figures)]];
      }),
  );
  return [...entries, ...calls];
}

function cellsOf(
  { name, kind }: GraphNode,
  { calls, errors, p50Nano, p95Nano, maxNano }: CallFigures,
): string[] {
  return [
    name,
    kind,
    figure(calls),
    errors === 0 ? '' : figure(errors),
    ...[p50Nano, p95Nano, maxNano].map(formatDuration),
  ];
}
