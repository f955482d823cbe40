import { type Analyser, newFacts } from './analyser.ts';

export const rubyFacts: Analyser = {
  markers: /in_span|start_(?:root_)?span|tracer|routes\.draw|Sinatra|Grape|Sidekiq|perform|Service\b/,
  nodeTypes: [],
  analyse: newFacts,
};
