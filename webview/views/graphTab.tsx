import { useEffect } from 'preact/hooks';
import type { GraphNode, ServiceGraph } from '../../src/shared/serviceGraph.ts';
import { callQuery, nodeQuery } from '../layout/graphQuery.ts';
import { ServiceGraphView } from './graph/serviceGraphView.tsx';
import type { Page } from './page.ts';
import { AnswerState } from './states.tsx';

/** The tab "Graph": who calls whom in this trace. */
export function GraphTab({ page }: { readonly page: Page }) {
  const model = page.view.model.value;
  useEffect(() => page.graph.want(), [page.graph, model]);
  const graph = page.graph.value.value;
  // Read here, so that they are there when a node is chosen.
  page.attributes.keys();
  if (graph === undefined) return <AnswerState what="graph" answer={page.graph} />;
  if (graph.nodes.length === 0) {
    return (
      <div class="empty">
        <p role="status">This trace has no spans, so there is nobody who calls.</p>
      </div>
    );
  }
  return <TraceGraph page={page} graph={graph} />;
}

function TraceGraph({ page, graph }: { readonly page: Page; readonly graph: ServiceGraph }) {
  const { palette } = page.view.theme.value;
  const model = page.view.model.value;
  const colourOf = (service: string): string => {
    const text = model === undefined ? -1 : model.columns.strings.indexOf(service);
    return palette[(model?.colourOf[text] ?? 0) % palette.length] as string;
  };
  return (
    <ServiceGraphView
      graph={graph}
      theme={page.view.theme.value}
      colourOf={colourOf}
      open={(node, to) => filter(page, node, to)}
      openWords="show its spans"
    />
  );
}

function filter({ moves, attributes }: Page, node: GraphNode, to: GraphNode | undefined): void {
  const keys = attributes.keys();
  moves.filterBy(to === undefined ? nodeQuery(node, keys) : callQuery(node, to, keys), false);
}
