import { type GraphSizes, leftOf, type PlacedLink, type PlacedNode, type Point } from './graphDrawing.ts';
import type { GraphLayers, GraphLink } from './graphLayers.ts';
import type { LayerItem } from './layerOrder.ts';
import { spreadApart } from './spreadApart.ts';

/** Where everything stands that links have to go around. */
export interface NodePlaces {
  readonly found: GraphLayers;
  readonly layers: readonly LayerItem[][];
  /** Pixels from the upper edge. */
  readonly middles: ReadonlyMap<LayerItem, number>;
  readonly placed: readonly PlacedNode[];
  readonly sizes: GraphSizes;
}

/** How far from the middle of a node's side links may begin, as a share of its height. */
const portShare = 0.32;

/** Leads each link around what stands between its ends, and finds room for its label. */
export function routeLinks(links: readonly GraphLink[], nodes: NodePlaces): PlacedLink[] {
  const routes = links.map((link, index) => route(index, link, nodes));
  spreadPorts(routes, links, nodes.found, nodes.sizes);
  const labels = placeLabels(routes, links, nodes.sizes);
  return routes.map((points, index) => ({ points, label: labels[index] as Point }));
}

/** The way of a link: from node to node, straight through the room it has in the layers between. */
function route(index: number, { from, to }: GraphLink, nodes: NodePlaces): Point[] {
  const { layers, middles, placed, sizes } = nodes;
  const isBack = nodes.found.isBack[index];
  const [left, right] = (isBack ? [placed[to], placed[from]] : [placed[from], placed[to]]) as [
    PlacedNode,
    PlacedNode,
  ];
  if (from === to) return loopOf(left, sizes);
  const middle = sizes.nodeHeight / 2;
  const points: Point[] = [{ x: left.x + sizes.nodeWidth, y: left.y + middle }];
  for (let layer = left.layer + 1; layer < right.layer; layer++) {
    const item = layers[layer]?.find(({ link }) => link === index);
    const y = (item && middles.get(item)) ?? left.y;
    points.push({ x: leftOf(layer, sizes), y }, { x: leftOf(layer, sizes) + sizes.nodeWidth, y });
  }
  points.push({ x: right.x, y: right.y + middle });
  return isBack ? points.reverse() : points;
}

/** A call to itself leaves and enters at the upper edge of the node. */
function loopOf({ x, y }: Point, { nodeWidth, nodeGap }: GraphSizes): Point[] {
  const above = y - nodeGap / 2;
  return [
    { x: x + nodeWidth * 0.7, y },
    { x: x + nodeWidth * 0.7, y: above },
    { x: x + nodeWidth * 0.85, y: above },
    { x: x + nodeWidth * 0.85, y },
  ];
}

/** Links that share a side of a node begin and end next to each other, in the order of where they lead. */
function spreadPorts(
  routes: readonly Point[][],
  links: readonly GraphLink[],
  { isBack }: GraphLayers,
  sizes: GraphSizes,
): void {
  const ports = new Map<string, { route: Point[]; end: number; other: number }[]>();
  for (const [index, points] of routes.entries()) {
    const { from, to } = links[index] as GraphLink;
    if (from === to) continue;
    const [first, last] = isBack[index] ? ['left', 'right'] : ['right', 'left'];
    addTo(ports, `${from} ${first}`, { route: points, end: 0, other: points[1]?.y ?? 0 });
    addTo(ports, `${to} ${last}`, { route: points, end: points.length - 1, other: points.at(-2)?.y ?? 0 });
  }
  for (const side of ports.values()) {
    const room = sizes.nodeHeight * portShare;
    const step = side.length < 2 ? 0 : Math.min(12, (2 * room) / (side.length - 1));
    side.sort((a, b) => a.other - b.other);
    for (const [k, { route: points, end }] of side.entries()) {
      const { x, y } = points[end] as Point;
      points[end] = { x, y: y + (k - (side.length - 1) / 2) * step };
    }
  }
}

function addTo<T>(map: Map<string, T[]>, key: string, value: T): void {
  const list = map.get(key);
  if (list === undefined) map.set(key, [value]);
  else list.push(value);
}

/** In the middle of the link's middle part between two layers; labels in the same gap stand below each other. */
function placeLabels(routes: readonly Point[][], links: readonly GraphLink[], sizes: GraphSizes): Point[] {
  const labels = routes.map((points, index) => {
    const { from, to } = links[index] as GraphLink;
    return from === to ? loopLabel(points) : middleOfGap(points);
  });
  const gaps = new Map<string, number[]>();
  for (const [index, { x }] of labels.entries()) addTo(gaps, String(Math.round(x)), index);
  for (const indexes of gaps.values()) {
    indexes.sort((a, b) => (labels[a] as Point).y - (labels[b] as Point).y || a - b);
    const wanted = indexes.map((index) => (labels[index] as Point).y);
    const spread = spreadApart(wanted, () => sizes.labelHeight);
    for (const [k, index] of indexes.entries()) {
      labels[index] = { x: (labels[index] as Point).x, y: spread[k] as number };
    }
  }
  return labels;
}

function loopLabel(points: readonly Point[]): Point {
  const [, a, b] = points as [Point, Point, Point];
  return { x: (a.x + b.x) / 2, y: a.y };
}

function middleOfGap(points: readonly Point[]): Point {
  // Parts through a layer and parts through a gap take turns; those through gaps have even numbers.
  const gaps = points.length / 2;
  const at = 2 * Math.floor((gaps - 1) / 2);
  const [a, b] = [points[at] as Point, points[at + 1] as Point];
  return { x: (a.x + b.x) / 2, y: (a.y + b.y) / 2 };
}
