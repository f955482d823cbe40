import { useSignal } from '@preact/signals';
import { useMemo } from 'preact/hooks';
import { graphWords } from '../../layout/graphWords.ts';
import { placeGraph } from '../../layout/placedGraph.ts';
import { GraphDrawing } from './graphDrawing.tsx';
import { graphSizes } from './graphSizes.ts';
import { GraphTable } from './graphTable.tsx';
import type { ServiceGraphProps, Zoom } from './serviceGraphProps.ts';

const zoomStep = 1.25;
/** More nodes or links than these are a carpet that says nothing and takes seconds to draw: they are a table. */
const mostDrawn = 600;

/** Who calls whom, as a drawing or as a table with the same figures. */
export function ServiceGraphView(props: ServiceGraphProps) {
  const { graph, theme } = props;
  const wantsTable = useSignal(false);
  const isLarge = graph.nodes.length > mostDrawn || graph.edges.length > 2 * mostDrawn;
  const asTable = isLarge || wantsTable.value;
  const zoom = useSignal<Zoom>('fit');
  const shown = useSignal(1);
  const { length } = graph.edges;
  const sizes = useMemo(() => graphSizes(theme.fontSize, length), [theme.fontSize, length]);
  const placed = useMemo(
    () => (isLarge ? undefined : placeGraph(graph.nodes.length, graph.edges, sizes)),
    [graph, sizes, isLarge],
  );
  const zoomBy = (factor: number): void => {
    zoom.value = Math.min(2, Math.max(0.2, shown.value * factor));
  };
  return (
    <section class="graph" aria-label="Service graph">
      <div class="tab-bar">
        <p class="facts">
          {graphWords(graph)}
          {isLarge && ' · too many to draw'}
        </p>
        {!asTable && (
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
        {!isLarge && (
          <Tool
            icon={asTable ? 'type-hierarchy' : 'table'}
            title={asTable ? 'Show as a graph' : 'Show as a table'}
            run={() => {
              wantsTable.value = !asTable;
            }}
          />
        )}
      </div>
      {asTable || placed === undefined ? (
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
