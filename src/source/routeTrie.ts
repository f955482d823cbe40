import type { RouteSegment } from './routeText.ts';

class Node<T> {
  readonly children = new Map<RouteSegment, Node<T>>();
  readonly values: T[] = [];
}

interface Found<T> {
  readonly value: T;
  /** Segments from the root. */
  readonly depth: number;
}

/** Values by the segments of a route, for questions that cost as much as they have segments. */
export class RouteTrie<T> {
  readonly #root = new Node<T>();

  add(segments: readonly RouteSegment[], value: T): void {
    let node = this.#root;
    for (const segment of segments) {
      const next = node.children.get(segment) ?? new Node<T>();
      node.children.set(segment, next);
      node = next;
    }
    node.values.push(value);
  }

  /** Everything that lies on the way, the root's left out unless nothing is asked for. */
  along(segments: readonly RouteSegment[]): readonly Found<T>[] {
    const found: Found<T>[] = [];
    this.#walk(segments, (node, depth) => {
      if (depth > 0 || segments.length === 0) found.push(...node.values.map((value) => ({ value, depth })));
    });
    return found;
  }

  /** What lies further down; none where that is more than `most`. */
  below(segments: readonly RouteSegment[], most: number): readonly T[] {
    if (segments.length === 0) return [];
    let ends: Node<T>[] = [];
    this.#walk(segments, (node, depth) => {
      if (depth === segments.length) ends.push(node);
    });
    const found: T[] = [];
    while (ends.length > 0 && found.length <= most) {
      ends = ends.flatMap((node) => [...node.children.values()]);
      for (const node of ends) found.push(...node.values);
    }
    return found.length > most ? [] : found;
  }

  /**
   * The most specific routes that a path is of, where `*` in the path is an id: from the first segment on, static before
   * computed before a parameter before the rest of the path.
   */
  matching(path: readonly string[]): readonly T[] {
    const pending: { readonly node: Node<T>; readonly depth: number }[] = [{ node: this.#root, depth: 0 }];
    // The most specific way lies on top; others are tried only where it leads nowhere.
    for (
      let at = pending.pop(), steps = 0;
      at !== undefined && steps < maxSteps;
      at = pending.pop(), steps++
    ) {
      const { node, depth } = at;
      if (depth === path.length && node.values.length > 0) return node.values;
      pending.push(...waysFrom(node, path, depth));
    }
    return [];
  }

  #walk(segments: readonly RouteSegment[], see: (node: Node<T>, depth: number) => void): void {
    let nodes = [this.#root];
    see(this.#root, 0);
    for (const [index, segment] of segments.entries()) {
      nodes = nodes.flatMap(({ children }) => [children.get(segment), children.get('{?}')]).filter(isThere);
      for (const node of nodes) see(node, index + 1);
    }
  }
}

const maxSteps = 10_000;

/** The least specific first. */
function waysFrom<T>(
  node: Node<T>,
  path: readonly string[],
  depth: number,
): { node: Node<T>; depth: number }[] {
  const rest = node.children.get('{*}');
  const ways = rest === undefined ? [] : [{ node: rest, depth: path.length }];
  const segment = path[depth];
  if (segment === undefined) return ways;
  const next = [
    node.children.get('{}'),
    node.children.get('{?}'),
    ...[...node.children].filter(([key]) => fitsMixed(key, segment)).map(([, child]) => child),
    segment === '*' ? undefined : node.children.get(segment),
  ];
  return [...ways, ...next.filter(isThere).map((child) => ({ node: child, depth: depth + 1 }))];
}

/** `file-{}.json`: a parameter with text around it. */
function fitsMixed(key: RouteSegment, segment: string): boolean {
  const at = key.indexOf('{}');
  if (at < 0 || key.length === 2 || segment === '*') return false;
  const [before, after] = [key.slice(0, at), key.slice(at + 2)];
  return segment.length > key.length - 2 && segment.startsWith(before) && segment.endsWith(after);
}

function isThere<T>(value: T | undefined): value is T {
  return value !== undefined;
}
