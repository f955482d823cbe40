import { type GraphLayers, type GraphLink, graphLayers } from './graphLayers.ts';
import { type LayerItem, layerOrder } from './layerOrder.ts';
import { spreadApart } from './spreadApart.ts';

/** Sizes in pixels of the drawing. */
export interface GraphSizes {
  readonly nodeWidth: number;
  readonly nodeHeight: number;
  /** Between layers, where the labels of links stand. */
  readonly layerGap: number;
  /** Between nodes of one layer. */
  readonly nodeGap: number;
  /** Room that a link takes on its way through a layer. */
  readonly linkHeight: number;
  readonly labelHeight: number;
}

export interface Point {
  readonly x: number;
  readonly y: number;
}

/** A directed graph as a drawing, from left to right. */
export interface PlacedGraph {
  readonly width: number;
  readonly height: number;
  /** By node: its layer and its upper left corner. */
  readonly nodes: readonly (Point & { readonly layer: number })[];
  /** By link. */
  readonly links: readonly PlacedLink[];
}

export interface PlacedLink {
  /** From the edge of the one node to the edge of the other, in the direction of the call. */
  readonly points: readonly Point[];
  /** Middle of its label. */
  readonly label: Point;
}

/** Passes in which each layer moves towards its neighbours. */
const alignments = 6;
/** How far from the middle of a node's side links may begin, as a share of its height. */
const portShare = 0.32;

/** Places the nodes in layers and leads the links around them; the same graph always comes out the same. */
export function placeGraph(nodes: number, links: readonly GraphLink[], sizes: GraphSizes): PlacedGraph {
  const found = graphLayers(nodes, links);
  const layers = layerOrder(found, links);
  const middles = alignLayers(layers, sizes);
  const placed: (Point & { layer: number })[] = [];
  for (const [layer, items] of layers.entries()) {
    for (const item of items) {
      if (item.node < 0) continue;
      const y = (middles.get(item) as number) - sizes.nodeHeight / 2;
      placed[item.node] = { x: leftOf(layer, sizes), y, layer };
    }
  }
  const routes = links.map((link, index) => route(index, link, found, layers, middles, placed, sizes));
  const ported = spreadPorts(routes, links, found, sizes);
  const labels = placeLabels(ported, links, sizes);
  return {
    width: Math.max(0, leftOf(layers.length, sizes) - sizes.layerGap),
    height: heightOf(layers, middles, sizes),
    nodes: placed,
    links: ported.map((points, index) => ({ points, label: labels[index] as Point })),
  };
}

function leftOf(layer: number, { nodeWidth, layerGap }: GraphSizes): number {
  return layer * (nodeWidth + layerGap);
}

/** Middles of all items from the upper edge of the drawing. */
function alignLayers(layers: readonly LayerItem[][], sizes: GraphSizes): Map<LayerItem, number> {
  const middles = new Map<LayerItem, number>();
  const heightOfItem = (item: LayerItem): number => (item.node < 0 ? sizes.linkHeight : sizes.nodeHeight);
  for (let pass = 0; pass < alignments; pass++) {
    const side = pass % 2 === 0 ? 'left' : 'right';
    for (const items of side === 'left' ? layers : [...layers].reverse()) {
      const wanted = items.map((item) => mean(item[side], middles) ?? middles.get(item) ?? 0);
      const apart = (before: number, after: number): number =>
        (heightOfItem(items[before] as LayerItem) + heightOfItem(items[after] as LayerItem)) / 2 +
        gapBetween(items[before] as LayerItem, items[after] as LayerItem, sizes);
      for (const [k, y] of spreadApart(wanted, apart).entries()) middles.set(items[k] as LayerItem, y);
    }
  }
  const top = Math.min(...[...middles].map(([item, y]) => y - heightOfItem(item) / 2));
  for (const [item, y] of middles) middles.set(item, y - top);
  return middles;
}

/** Links on their way through stand closer to each other than nodes. */
function gapBetween(before: LayerItem, after: LayerItem, { nodeGap }: GraphSizes): number {
  const links = (before.node < 0 ? 1 : 0) + (after.node < 0 ? 1 : 0);
  return nodeGap / 2 ** links;
}

function mean(items: readonly LayerItem[], middles: ReadonlyMap<LayerItem, number>): number | undefined {
  if (items.length === 0) return undefined;
  return items.reduce((sum, item) => sum + (middles.get(item) ?? 0), 0) / items.length;
}

function heightOf(
  layers: readonly LayerItem[][],
  middles: ReadonlyMap<LayerItem, number>,
  { nodeHeight, linkHeight }: GraphSizes,
): number {
  return Math.max(
    0,
    ...layers
      .flat()
      .map((item) => (middles.get(item) as number) + (item.node < 0 ? linkHeight : nodeHeight) / 2),
  );
}

/** The way of a link: from node to node, straight through the room it has in the layers between. */
function route(
  index: number,
  { from, to }: GraphLink,
  { isBack }: GraphLayers,
  layers: readonly LayerItem[][],
  middles: ReadonlyMap<LayerItem, number>,
  placed: readonly (Point & { readonly layer: number })[],
  sizes: GraphSizes,
): Point[] {
  const [left, right] = (isBack[index] ? [placed[to], placed[from]] : [placed[from], placed[to]]) as [
    Point & { layer: number },
    Point & { layer: number },
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
  return isBack[index] ? points.reverse() : points;
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
): Point[][] {
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
  return [...routes];
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
