import { type Signal, useComputed, useSignal } from '@preact/signals';
import { useEffect, useRef } from 'preact/hooks';
import type { GraphEdge, GraphNode } from '../../../src/shared/serviceGraph.ts';
import { callCount, callLatency, callSentence } from '../../layout/callWords.ts';
import type { GraphSizes, PlacedGraph } from '../../layout/graphDrawing.ts';
import { type GraphPlace, moveInGraph } from '../../layout/graphMoves.ts';
import { linkPath } from '../../layout/linkPath.ts';
import { connectGraphPointer } from './graphPointer.ts';
import { mostLabels } from './graphSizes.ts';
import { NodeMark } from './nodeMark.tsx';
import type { ServiceGraphProps, Zoom } from './serviceGraphProps.ts';

interface DrawingProps extends ServiceGraphProps {
  readonly placed: PlacedGraph;
  readonly sizes: GraphSizes;
  readonly zoom: Signal<Zoom>;
  /** The zoom that is seen, also where it is chosen by the room there is. */
  readonly shown: Signal<number>;
}

/** Free room around the drawing, pixels. */
const margin = 28;
/** A drawing that would have to be smaller than this to fit is scrolled instead. */
const smallestFit = 0.75;
/** From this share of failed calls on a line has the error colour; fewer are said by its label alone. */
const manyFailed = 0.05;

/** The graph from left to right in a part of the page that scrolls; nodes and calls are buttons. */
export function GraphDrawing(props: DrawingProps) {
  const { placed, graph } = props;
  const scroller = useRef<HTMLDivElement>(null);
  const entrance = Math.max(
    0,
    placed.nodes.findIndex(({ layer }) => layer === 0),
  );
  const current = useSignal<GraphPlace>({ kind: 'node', index: entrance });
  const lit = useSignal<GraphPlace | undefined>(undefined);
  const zoom = useZoom(props, scroller);
  const focus = (place: GraphPlace): void => {
    current.value = place;
    scroller.current?.querySelector<HTMLElement>(`[data-place="${keyOf(place)}"]`)?.focus();
  };
  useEffect(() => {
    const element = scroller.current as HTMLElement;
    return connectGraphPointer(element, (factor) => {
      props.zoom.value = Math.min(2, Math.max(0.2, props.shown.value * factor));
    });
  }, [props.zoom, props.shown]);
  useEffect(() => {
    // The entrance stands in the middle of its layer; a drawing higher than the view begins there.
    const element = scroller.current as HTMLElement;
    const y = placed.nodes[entrance]?.y ?? 0;
    element.scrollTop = (y + margin) * zoom - element.clientHeight / 2;
  }, [placed.nodes.length, zoom]);
  const common = { ...props, current: current.value, lit };
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: the keys belong to the buttons inside.
    <div
      class={`graph-scroller${lit.value === undefined ? '' : ' lit'}${graph.edges.length > mostLabels ? ' dense' : ''}`}
      ref={scroller}
      onKeyDown={(event) => {
        const place = moveInGraph(placed, graph.edges, current.value, event.key);
        if (event.key.startsWith('Arrow')) event.preventDefault();
        if (place !== undefined) focus(place);
      }}
      onFocusIn={(event) => {
        const place = placeOf(event.target as Element);
        if (place !== undefined) current.value = place;
        lit.value = place;
      }}
      onFocusOut={() => {
        lit.value = undefined;
      }}
      onPointerOver={(event) => {
        lit.value = placeOf(event.target as Element);
      }}
      onPointerLeave={() => {
        lit.value = undefined;
      }}
    >
      <div
        class="graph-sheet"
        style={{
          width: `${(placed.width + 2 * margin) * zoom}px`,
          height: `${(placed.height + 2 * margin) * zoom}px`,
        }}
      >
        <div class="graph-scaled" style={{ transform: `scale(${zoom}) translate(${margin}px, ${margin}px)` }}>
          <Links {...common} />
          {graph.nodes.map((node, index) => (
            <Node key={index} {...common} node={node} index={index} />
          ))}
          {graph.edges.map((edge, index) => (
            <LinkLabel key={index} {...common} edge={edge} index={index} />
          ))}
        </div>
      </div>
    </div>
  );
}

interface PartProps extends DrawingProps {
  readonly current: GraphPlace;
  readonly lit: Signal<GraphPlace | undefined>;
}

function Links({ placed, graph, lit }: PartProps) {
  return (
    <svg class="graph-links" width={placed.width} height={placed.height} aria-hidden="true">
      <defs>
        <marker
          id="arrow"
          viewBox="0 0 8 8"
          refX="7"
          refY="4"
          markerWidth="8"
          markerHeight="8"
          orient="auto"
          markerUnits="userSpaceOnUse"
        >
          <path d="M0,0.5 L7,4 L0,7.5 Z" fill="context-stroke" />
        </marker>
      </defs>
      {graph.edges.map((edge, index) => (
        <path
          key={index}
          class={`graph-line ${edge.figures.errors > manyFailed * edge.figures.calls ? 'failed' : ''} ${isLit(lit.value, edge, index) ? 'lit' : ''}`}
          d={linkPath(placed.links[index]?.points ?? [])}
          stroke-width={strokeWidth(edge.figures.calls)}
          marker-end="url(#arrow)"
        />
      ))}
    </svg>
  );
}

/** One pixel for a call, a little more for each ten times as many. */
function strokeWidth(calls: number): number {
  return Math.min(4, 1 + 0.6 * Math.log10(Math.max(1, calls)));
}

function isLit(lit: GraphPlace | undefined, { from, to }: GraphEdge, index: number): boolean {
  if (lit === undefined) return false;
  return lit.kind === 'link' ? lit.index === index : lit.index === from || lit.index === to;
}

function Node(props: PartProps & { readonly node: GraphNode; readonly index: number }) {
  const { placed, sizes, node, index, current, open, openWords } = props;
  const { figures } = node;
  const place = placed.nodes[index];
  if (place === undefined) return null;
  const called = figures.calls > 0;
  return (
    <button
      type="button"
      class={`graph-node of-${node.kind}`}
      data-place={`node-${index}`}
      tabIndex={current.kind === 'node' && current.index === index ? 0 : -1}
      style={{
        left: `${place.x}px`,
        top: `${place.y}px`,
        width: `${sizes.nodeWidth}px`,
        height: `${sizes.nodeHeight}px`,
      }}
      title={`${node.name}\nClick to ${openWords}`}
      onClick={() => open(node)}
    >
      <NodeMark node={node} colourOf={props.colourOf} />
      <span class="graph-node-text">
        <span class="graph-name">
          <span class="spoken">{kindWords[node.kind]} </span>
          {node.name}
        </span>
        <span class="graph-figures">
          {called ? `${callCount(figures.calls)} · ${callLatency(figures)}` : 'no calls'}
          {figures.errors > 0 && (
            <span class="error"> · {figures.errors.toLocaleString('en-US')} failed</span>
          )}
        </span>
      </span>
    </button>
  );
}

const kindWords = {
  service: 'Service',
  database: 'Database',
  messaging: 'Queue',
  external: 'Other system',
} as const;

function LinkLabel(props: PartProps & { readonly edge: GraphEdge; readonly index: number }) {
  const { placed, graph, edge, index, current, lit, open } = props;
  const { figures } = edge;
  const label = placed.links[index]?.label;
  const [from, to] = [graph.nodes[edge.from], graph.nodes[edge.to]];
  if (label === undefined || from === undefined || to === undefined) return null;
  return (
    <button
      type="button"
      class={isLit(lit.value, edge, index) ? 'graph-label lit' : 'graph-label'}
      data-place={`link-${index}`}
      tabIndex={current.kind === 'link' && current.index === index ? 0 : -1}
      style={{ transform: `translate(${label.x}px, ${label.y}px) translate(-50%, -50%)` }}
      title={`${from.name} → ${to.name}\n${callSentence(figures)}\nClick to ${props.openWords}`}
      onClick={() => open(from, to)}
    >
      <span class="spoken">
        {from.name} calls {to.name},{' '}
      </span>
      {figures.calls.toLocaleString('en-US')}× <span class="muted">{callLatency(figures)}</span>
      {figures.errors > 0 && <span class="error"> {figures.errors.toLocaleString('en-US')} failed</span>}
    </button>
  );
}

function keyOf({ kind, index }: GraphPlace): string {
  return `${kind}-${index}`;
}

function placeOf(element: Element): GraphPlace | undefined {
  const key = element.closest<HTMLElement>('[data-place]')?.dataset['place'];
  const [kind, index] = key?.split('-') ?? [];
  return kind === 'node' || kind === 'link' ? { kind, index: Number(index) } : undefined;
}

/** As chosen; else so that the drawing fits, but never larger than it is, nor too small to be read. */
function useZoom(
  { placed, zoom, shown }: DrawingProps,
  scroller: { readonly current: HTMLElement | null },
): number {
  const room = useSignal({ width: 0, height: 0 });
  useEffect(() => {
    const element = scroller.current as HTMLElement;
    const measure = (): void => {
      room.value = { width: element.clientWidth, height: element.clientHeight };
    };
    const observer = new ResizeObserver(measure);
    observer.observe(element);
    measure();
    return () => observer.disconnect();
  }, [room, scroller]);
  const chosen = useComputed(() => {
    if (zoom.value !== 'fit') return zoom.value;
    const { width, height } = room.value;
    const fit = Math.min(width / (placed.width + 2 * margin), height / (placed.height + 2 * margin));
    return Math.min(1, Math.max(smallestFit, fit));
  });
  const value = chosen.value;
  useEffect(() => {
    shown.value = value;
  }, [shown, value]);
  return value;
}
