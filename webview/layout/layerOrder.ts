import type { GraphLayers, GraphLink } from './graphLayers.ts';

/** Something that takes room in a layer: a node, or a link on its way through. */
export interface LayerItem {
  /** Index of the node; −1 for a link. */
  readonly node: number;
  /** Index of the link; −1 for a node. */
  readonly link: number;
  /** Items of the neighbouring layers that this one is joined with. */
  readonly left: LayerItem[];
  readonly right: LayerItem[];
}

/** So often the layers are ordered anew; more changes next to nothing in graphs that people can read. */
const sweeps = 8;

/**
 * The items of each layer from top to bottom, with few crossings: each is moved to the mean place of what it is
 * joined with, from left to right and back (the barycentre heuristic of Sugiyama, Tagawa and Toda, 1981). Items
 * with the same mean keep their order, so that the same graph always looks the same.
 */
export function layerOrder({ layer, isBack }: GraphLayers, links: readonly GraphLink[]): LayerItem[][] {
  const layers = Array.from({ length: Math.max(-1, ...layer) + 1 }, (): LayerItem[] => []);
  const items = layer.map((at, node) => addItem(layers, at, node, -1));
  for (const [index, { from, to }] of links.entries()) {
    if (from === to) continue;
    const [start, end] = isBack[index] ? [to, from] : [from, to];
    joinThrough(layers, items[start] as LayerItem, items[end] as LayerItem, {
      first: (layer[start] as number) + 1,
      end: layer[end] as number,
      link: index,
    });
  }
  for (let sweep = 0; sweep < sweeps; sweep++) sweepOnce(layers, sweep % 2 === 0 ? 'left' : 'right');
  return layers;
}

function addItem(layers: readonly LayerItem[][], at: number, node: number, link: number): LayerItem {
  const item: LayerItem = { node, link, left: [], right: [] };
  layers[at]?.push(item);
  return item;
}

function joinThrough(
  layers: readonly LayerItem[][],
  start: LayerItem,
  end: LayerItem,
  way: { readonly first: number; readonly end: number; readonly link: number },
): void {
  let before = start;
  for (let at = way.first; at < way.end; at++) {
    const item = addItem(layers, at, -1, way.link);
    join(before, item);
    before = item;
  }
  join(before, end);
}

function join(left: LayerItem, right: LayerItem): void {
  left.right.push(right);
  right.left.push(left);
}

function sweepOnce(layers: LayerItem[][], side: 'left' | 'right'): void {
  const inOrder = side === 'left' ? layers : [...layers].reverse();
  const places = new Map<LayerItem, number>();
  for (const items of inOrder) {
    const means = new Map(items.map((item, place) => [item, meanPlace(item[side], places) ?? place]));
    items.sort((a, b) => (means.get(a) as number) - (means.get(b) as number));
    for (const [place, item] of items.entries()) places.set(item, place);
  }
}

function meanPlace(
  neighbours: readonly LayerItem[],
  places: ReadonlyMap<LayerItem, number>,
): number | undefined {
  if (neighbours.length === 0) return undefined;
  return neighbours.reduce((sum, item) => sum + (places.get(item) ?? 0), 0) / neighbours.length;
}
