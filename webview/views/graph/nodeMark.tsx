import type { GraphNode } from '../../../src/shared/serviceGraph.ts';
import type { ServiceGraphProps } from './serviceGraphProps.ts';

/** What stands before a node's name: the service's colour, or what kind of thing it is. */
export function NodeMark({
  node,
  colourOf,
}: { readonly node: GraphNode } & Pick<ServiceGraphProps, 'colourOf'>) {
  if (node.kind === 'service') return <span class="mark" style={{ backgroundColor: colourOf(node.name) }} />;
  return <span class={`graph-kind codicon codicon-${icons[node.kind]}`} title={node.kind} />;
}

const icons = { database: 'database', messaging: 'mail', external: 'globe' } as const;
