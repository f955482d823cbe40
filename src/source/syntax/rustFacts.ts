import { type Analyser, newFacts } from './analyser.ts';

export const rustFacts: Analyser = {
  markers:
    /instrument|_span!|span!|span_builder|tracer|\.(?:route|nest|service|merge)\(|#\[(?:get|post|put|patch|delete|route|head|options)\b|tonic/,
  nodeTypes: [],
  analyse: newFacts,
};
