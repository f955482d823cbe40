import { formatDuration } from '../../../src/shared/duration.ts';
import type { CallFigures, GraphEdge } from '../../../src/shared/serviceGraph.ts';
import { enoughForP95 } from '../../layout/callWords.ts';
import { NodeMark } from './nodeMark.tsx';
import type { ServiceGraphProps } from './serviceGraphProps.ts';

/** The figures of the drawing as a table, the most frequent calls first, then those that nobody calls. */
export function GraphTable(props: ServiceGraphProps) {
  const { graph } = props;
  const called = new Set(graph.edges.map(({ to }) => to));
  const edges = [...graph.edges].sort((a, b) => b.figures.calls - a.figures.calls);
  return (
    <div class="graph-table">
      <table class="figures-table">
        <thead>
          <tr>
            <th scope="col">From</th>
            <th scope="col">To</th>
            {['Calls', 'Errors', 'p50', 'p95', 'Max'].map((title) => (
              <th key={title} scope="col" class="number">
                {title}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {edges.map((edge) => (
            <EdgeRow key={`${edge.from} ${edge.to}`} {...props} edge={edge} />
          ))}
          {graph.nodes.map((node, index) =>
            called.has(index) || node.figures.calls === 0 ? null : (
              <tr key={node.name}>
                <td class="muted">from outside</td>
                <td>
                  <NodeButton {...props} index={index} request={{ service: node.name }} />
                </td>
                <Figures figures={node.figures} />
              </tr>
            ),
          )}
        </tbody>
      </table>
    </div>
  );
}

function EdgeRow(props: ServiceGraphProps & { readonly edge: GraphEdge }) {
  const { from, to, figures } = props.edge;
  const service = props.graph.nodes[from]?.name ?? '';
  return (
    <tr>
      <td>
        <NodeButton {...props} index={from} request={{ service }} />
      </td>
      <td>
        <NodeButton {...props} index={to} request={{ service, to: props.graph.nodes[to]?.name ?? '' }} />
      </td>
      <Figures figures={figures} />
    </tr>
  );
}

interface NodeButtonProps extends ServiceGraphProps {
  readonly index: number;
  readonly request: Parameters<ServiceGraphProps['open']>[0];
}

function NodeButton({ graph, colourOf, index, request, open, openWords }: NodeButtonProps) {
  const node = graph.nodes[index];
  if (node === undefined) return null;
  return (
    <button type="button" class="node-button" title={`Click to ${openWords}`} onClick={() => open(request)}>
      <NodeMark node={node} colourOf={colourOf} />
      {node.name}
    </button>
  );
}

function Figures({ figures }: { readonly figures: CallFigures }) {
  const { calls, errors, p50Nano, p95Nano, maxNano } = figures;
  const few = calls < enoughForP95;
  return (
    <>
      <td class="number">{calls.toLocaleString('en-US')}</td>
      <td class={errors > 0 ? 'number error' : 'number muted'}>{errors.toLocaleString('en-US')}</td>
      <td class="number">{formatDuration(p50Nano)}</td>
      <td class={few ? 'number muted' : 'number'} title={few ? `Told from ${calls} calls only` : undefined}>
        {formatDuration(p95Nano)}
      </td>
      <td class="number">{formatDuration(maxNano)}</td>
    </>
  );
}
