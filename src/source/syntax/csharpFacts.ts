import { type Analyser, newFacts } from './analyser.ts';

export const csharpFacts: Analyser = {
  markers:
    /StartActivity|CreateActivity|StartActiveSpan|StartSpan|ActivitySource|\[(?:Route|Http[A-Z]\w*|ApiController)|\.Map[A-Z]\w*\(|ServiceBase|IConsumer</,
  nodeTypes: [],
  analyse: newFacts,
};
