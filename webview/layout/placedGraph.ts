import { type GraphSizes, leftOf, type PlacedGraph, type PlacedNode } from './graphDrawing.ts';
import { type GraphLink, graphLayers } from './graphLayers.ts';
import { routeLinks } from './graphRoutes.ts';
import { type LayerItem, layerOrder } from './layerOrder.ts';
import { spreadApart } from './spreadApart.ts';

/** Passes in which each layer moves towards its neighbours. */
const alignments = 6;

/** Places the nodes in layers and leads the links around them; the same graph always comes out the same. */
export function placeGraph(nodes: number, links: readonly GraphLink[], sizes: GraphSizes): PlacedGraph {
  const found = graphLayers(nodes, links);
  const layers = layerOrder(found, links);
  const middles = alignLayers(layers, sizes);
  const placed: PlacedNode[] = [];
  for (const [layer, items] of layers.entries()) {
    for (const item of items) {
      if (item.node < 0) continue;
      const y = (middles.get(item) as number) - sizes.nodeHeight / 2;
      placed[item.node] = { x: leftOf(layer, sizes), y, layer };
    }
  }
  const routes = routeLinks(links, { found, layers, middles, placed, sizes });
  return {
    width: Math.max(0, leftOf(layers.length, sizes) - sizes.layerGap),
    height: heightOf(layers, middles, sizes),
    nodes: placed,
    links: routes,
  };
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
