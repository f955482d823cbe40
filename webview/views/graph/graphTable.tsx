import { useSignal } from '@preact/signals';
import { formatDuration } from '../../../src/shared/duration.ts';
import type { CallFigures, GraphEdge, GraphNode } from '../../../src/shared/serviceGraph.ts';
import { enoughForP95 } from '../../layout/callWords.ts';
import { NodeMark } from './nodeMark.tsx';
import type { ServiceGraphProps } from './serviceGraphProps.ts';

/** So many rows at a time: a browser lays out all rows of a table at once. */
const pageRows = 500;

/** The figures of the drawing as a table, the most frequent calls first, then those that nobody calls. */
export function GraphTable(props: ServiceGraphProps) {
  const { graph } = props;
  const most = useSignal(pageRows);
  const called = new Set(graph.edges.map(({ to }) => to));
  const edges = [...graph.edges].sort((a, b) => b.figures.calls - a.figures.calls);
  const outer = graph.nodes.filter((node, index) => !called.has(index) && node.figures.calls > 0);
  const hidden = edges.length + outer.length - most.value;
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
          {edges.slice(0, most.value).map((edge) => (
            <EdgeRow key={`${edge.from} ${edge.to}`} {...props} edge={edge} />
          ))}
          {outer.slice(0, Math.max(0, most.value - edges.length)).map((node) => (
            <tr key={`${node.kind} ${node.name}`}>
              <td class="muted">from outside</td>
              <td>
                <NodeButton {...props} node={node} press={() => props.open(node)} />
              </td>
              <Figures figures={node.figures} />
            </tr>
          ))}
        </tbody>
      </table>
      {hidden > 0 && (
        <button
          type="button"
          class="link graph-more"
          onClick={() => {
            most.value += pageRows;
          }}
        >
          Show {Math.min(pageRows, hidden)} of {hidden.toLocaleString('en-US')} more
        </button>
      )}
    </div>
  );
}

function EdgeRow(props: ServiceGraphProps & { readonly edge: GraphEdge }) {
  const { graph, edge, open } = props;
  const [from, to] = [graph.nodes[edge.from], graph.nodes[edge.to]];
  if (from === undefined || to === undefined) return null;
  return (
    <tr>
      <td>
        <NodeButton {...props} node={from} press={() => open(from)} />
      </td>
      <td>
        <NodeButton {...props} node={to} press={() => open(from, to)} />
      </td>
      <Figures figures={edge.figures} />
    </tr>
  );
}

interface NodeButtonProps extends ServiceGraphProps {
  readonly node: GraphNode;
  readonly press: () => void;
}

function NodeButton({ node, colourOf, press, openWords }: NodeButtonProps) {
  return (
    <button type="button" class="node-button" title={`Click to ${openWords}`} onClick={press}>
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
