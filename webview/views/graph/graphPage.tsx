import { useMemo } from 'preact/hooks';
import type { GraphTracesRequest } from '../../../src/shared/graphProtocol.ts';
import type { GraphNode, ServiceGraph } from '../../../src/shared/serviceGraph.ts';
import type { GraphPanel } from '../../state/graphPanel.ts';
import { ServiceGraphView } from './serviceGraphView.tsx';

/** The service graph over all traces, or a sentence about why there is none. */
export function GraphPage({ panel }: { readonly panel: GraphPanel }) {
  const phase = panel.phase.value;
  switch (phase.kind) {
    case 'loading':
      return (
        <main class="empty" aria-busy="true">
          <vscode-progress-ring aria-label="Loading the service graph" />
        </main>
      );
    case 'failed':
      return (
        <main class="empty">
          <span class="codicon codicon-error" />
          <p role="alert">The service graph cannot be shown: {phase.message}</p>
          <vscode-button appearance="secondary" onClick={() => panel.retry()}>
            Try again
          </vscode-button>
        </main>
      );
    case 'ready':
      return phase.graph.nodes.length === 0 ? <NoGraph /> : <Graph panel={panel} graph={phase.graph} />;
  }
}

function NoGraph() {
  return (
    <main class="empty">
      <span class="codicon codicon-type-hierarchy" />
      <p>
        No calls between services yet. Run your services with tracing; the graph grows as their spans arrive.
      </p>
    </main>
  );
}

function Graph({ panel, graph }: { readonly panel: GraphPanel; readonly graph: ServiceGraph }) {
  const theme = panel.theme.value;
  const places = useMemo(() => servicePlaces(graph), [graph]);
  return (
    <main class="graph-page">
      <ServiceGraphView
        graph={graph}
        theme={theme}
        colourOf={(service) => theme.palette[(places.get(service) ?? 0) % theme.palette.length] as string}
        open={(node, to) => panel.open(tracesOf(graph, node, to))}
        openWords="open its traces"
      />
    </main>
  );
}

/** Colours are given out in the order in which the graph names the services. */
function servicePlaces({ nodes }: ServiceGraph): ReadonlyMap<string, number> {
  const services = nodes.filter(({ kind }) => kind === 'service');
  return new Map(services.map(({ name }, place) => [name, place]));
}

/** Traces are listed by service, so what sends no spans itself is looked for with the service that calls it most. */
function tracesOf({ nodes, edges }: ServiceGraph, node: GraphNode, to?: GraphNode): GraphTracesRequest {
  if (to !== undefined && node.kind === 'service') return { service: node.name, to: to.name };
  if (node.kind === 'service') return { service: node.name };
  if (to?.kind === 'service') return { service: to.name };
  const calls = edges.filter((edge) => nodes[edge.to] === node && nodes[edge.from]?.kind === 'service');
  const most = calls.sort((a, b) => b.figures.calls - a.figures.calls)[0];
  const caller = most === undefined ? to : nodes[most.from];
  return caller === undefined ? { service: node.name } : { service: caller.name, to: node.name };
}
