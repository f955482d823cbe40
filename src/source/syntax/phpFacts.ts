import { type Analyser, newFacts } from './analyser.ts';

export const phpFacts: Analyser = {
  markers: /spanBuilder|WithSpan|getTracer|Route\b|->(?:get|post|put|patch|delete|map|group)\(/,
  nodeTypes: [],
  analyse: newFacts,
};
