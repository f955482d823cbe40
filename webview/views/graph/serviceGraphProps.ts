import type { GraphNode, ServiceGraph } from '../../../src/shared/serviceGraph.ts';
import type { Theme } from '../../paint/theme.ts';

export interface ServiceGraphProps {
  readonly graph: ServiceGraph;
  readonly theme: Theme;
  /** Colour of a service, as elsewhere on the page. */
  colourOf(service: string): string;
  /** A node, or with `to` a call from it, was chosen. */
  open(node: GraphNode, to?: GraphNode): void;
  /** What choosing does, for tooltips: `show its spans`. */
  readonly openWords: string;
}

/** How large the drawing is: so that it fits, or as the user chose. */
export type Zoom = 'fit' | number;
