import { useSignal } from '@preact/signals';
import { useMemo } from 'preact/hooks';
import { graphWords } from '../../layout/graphWords.ts';
import { placeGraph } from '../../layout/placedGraph.ts';
import { GraphDrawing } from './graphDrawing.tsx';
import { graphSizes } from './graphSizes.ts';
import { GraphTable } from './graphTable.tsx';
import type { ServiceGraphProps, Zoom } from './serviceGraphProps.ts';

const zoomStep = 1.25;

/** Who calls whom, as a drawing or as a table with the same figures. */
export function ServiceGraphView(props: ServiceGraphProps) {
  const { graph, theme } = props;
  const asTable = useSignal(false);
  const zoom = useSignal<Zoom>('fit');
  const shown = useSignal(1);
  const { length } = graph.edges;
  const sizes = useMemo(() => graphSizes(theme.fontSize, length), [theme.fontSize, length]);
  const placed = useMemo(() => placeGraph(graph.nodes.length, graph.edges, sizes), [graph, sizes]);
  const zoomBy = (factor: number): void => {
    zoom.value = Math.min(2, Math.max(0.2, shown.value * factor));
  };
  return (
    <section class="graph" aria-label="Service graph">
      <div class="tab-bar">
        <p class="facts">{graphWords(graph)}</p>
        {!asTable.value && (
          <>
            <Tool icon="zoom-out" title="Zoom out" run={() => zoomBy(1 / zoomStep)} />
            <Tool icon="zoom-in" title="Zoom in" run={() => zoomBy(zoomStep)} />
            <Tool
              icon="screen-full"
              title="Fit the whole graph"
              run={() => {
                zoom.value = 'fit';
              }}
            />
          </>
        )}
        <Tool
          icon={asTable.value ? 'type-hierarchy' : 'table'}
          title={asTable.value ? 'Show as a graph' : 'Show as a table'}
          run={() => {
            asTable.value = !asTable.value;
          }}
        />
      </div>
      {asTable.value ? (
        <GraphTable {...props} />
      ) : (
        <GraphDrawing {...props} placed={placed} sizes={sizes} zoom={zoom} shown={shown} />
      )}
    </section>
  );
}

interface ToolProps {
  readonly icon: string;
  readonly title: string;
  readonly run: () => void;
}

function Tool({ icon, title, run }: ToolProps) {
  return (
    <vscode-button appearance="icon" title={title} aria-label={title} onClick={run}>
      <span class={`codicon codicon-${icon}`} />
    </vscode-button>
  );
}
