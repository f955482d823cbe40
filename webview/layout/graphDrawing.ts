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
  readonly nodes: readonly PlacedNode[];
  /** By link. */
  readonly links: readonly PlacedLink[];
}

export interface PlacedNode extends Point {
  readonly layer: number;
}

export interface PlacedLink {
  /** From the edge of the one node to the edge of the other, in the direction of the call. */
  readonly points: readonly Point[];
  /** Middle of its label. */
  readonly label: Point;
}

/** Left edge of the nodes of a layer, pixels. */
export function leftOf(layer: number, { nodeWidth, layerGap }: GraphSizes): number {
  return layer * (nodeWidth + layerGap);
}
