import type { PlacedGraph } from './graphDrawing.ts';
import type { GraphLink } from './graphLayers.ts';

/** A node or a link of a graph. */
export interface GraphPlace {
  readonly kind: 'node' | 'link';
  readonly index: number;
}

/**
 * Where an arrow key leads: along calls with left and right, from node to link to node; with up and down to what
 * stands above and below. `undefined` where nothing is there, and for other keys.
 */
export function moveInGraph(
  graph: PlacedGraph,
  links: readonly GraphLink[],
  at: GraphPlace,
  key: string,
): GraphPlace | undefined {
  if (key === 'ArrowUp' || key === 'ArrowDown') return neighbour(graph, at, key === 'ArrowUp' ? -1 : 1);
  if (key !== 'ArrowLeft' && key !== 'ArrowRight') return undefined;
  const side = key === 'ArrowLeft' ? 'from' : 'to';
  const link = links[at.index];
  if (at.kind === 'link') return link && { kind: 'node', index: link[side] };
  const joined = links.flatMap((one, index) =>
    one[side === 'to' ? 'from' : 'to'] === at.index ? [index] : [],
  );
  const [first] = joined.sort((a, b) => labelY(graph, a) - labelY(graph, b));
  return first === undefined ? undefined : { kind: 'link', index: first };
}

function neighbour(graph: PlacedGraph, { kind, index }: GraphPlace, step: 1 | -1): GraphPlace | undefined {
  const column = kind === 'node' ? nodesBeside(graph, index) : labelsBeside(graph, index);
  const next = column[column.indexOf(index) + step];
  return next === undefined ? undefined : { kind, index: next };
}

function nodesBeside({ nodes }: PlacedGraph, node: number): number[] {
  const layer = nodes[node]?.layer;
  const y = (index: number): number => nodes[index]?.y ?? 0;
  return indexesWhere(nodes, (one) => one.layer === layer).sort((a, b) => y(a) - y(b));
}

function labelsBeside(graph: PlacedGraph, link: number): number[] {
  const x = graph.links[link]?.label.x;
  return indexesWhere(graph.links, ({ label }) => label.x === x).sort(
    (a, b) => labelY(graph, a) - labelY(graph, b),
  );
}

function labelY({ links }: PlacedGraph, link: number): number {
  return links[link]?.label.y ?? 0;
}

function indexesWhere<T>(items: readonly T[], fits: (item: T) => boolean): number[] {
  return items.flatMap((item, index) => (fits(item) ? [index] : []));
}
