/** An edge by the indexes of its nodes. */
export interface GraphLink {
  readonly from: number;
  readonly to: number;
}

export interface GraphLayers {
  /** By node: 0 for those that nobody calls. */
  readonly layer: readonly number[];
  /** By link: whether it leads back to a layer on the left, or to its own node. */
  readonly isBack: readonly boolean[];
}

/**
 * Gives each node of a directed graph its layer: behind all that call it, as far left as that allows (longest
 * path). Links that close a circle are told by a walk in depth and do not count. Linear in nodes and links.
 */
export function graphLayers(nodes: number, links: readonly GraphLink[]): GraphLayers {
  const outgoing = Array.from({ length: nodes }, (): number[] => []);
  const incoming = new Array<number>(nodes).fill(0);
  for (const [index, { from, to }] of links.entries()) {
    (outgoing[from] as number[]).push(index);
    incoming[to] = (incoming[to] as number) + (from === to ? 0 : 1);
  }
  const isBack = links.map(({ from, to }) => from === to);
  const finished = walkInDepth(startsOf(incoming), links, outgoing, isBack);
  const layer = new Array<number>(nodes).fill(0);
  for (const node of finished.reverse()) {
    for (const index of outgoing[node] as number[]) {
      if (isBack[index]) continue;
      const { to } = links[index] as GraphLink;
      layer[to] = Math.max(layer[to] as number, (layer[node] as number) + 1);
    }
  }
  return { layer, isBack };
}

/** Nodes that nobody calls first, so that a circle is cut where it is entered. */
function startsOf(incoming: readonly number[]): number[] {
  const nodes = incoming.map((_, node) => node);
  return [...nodes.filter((node) => incoming[node] === 0), ...nodes.filter((node) => incoming[node] !== 0)];
}

/** Marks the links to nodes that are still being walked; returns the nodes in the order in which they were done. */
function walkInDepth(
  starts: readonly number[],
  links: readonly GraphLink[],
  outgoing: readonly (readonly number[])[],
  isBack: boolean[],
): number[] {
  const state = new Uint8Array(starts.length);
  const next = new Uint32Array(starts.length);
  const finished: number[] = [];
  for (const start of starts) {
    const path = state[start] === 0 ? [start] : [];
    while (path.length > 0) {
      const node = path.at(-1) as number;
      state[node] = walking;
      const index = outgoing[node]?.[next[node] as number];
      if (index === undefined) {
        state[node] = done;
        finished.push(node);
        path.pop();
        continue;
      }
      next[node] = (next[node] as number) + 1;
      const { to } = links[index] as GraphLink;
      if (state[to] === walking) isBack[index] = true;
      else if (state[to] === 0) path.push(to);
    }
  }
  return finished;
}

const walking = 1;
const done = 2;
