import { type Analyser, newFacts } from './analyser.ts';

export const javaFacts: Analyser = {
  markers:
    /spanBuilder|WithSpan|@NewSpan|@Observed|getTracer|@(?:Request|Get|Post|Put|Patch|Delete|Message)Mapping|@Path\b|@(?:Kafka|Rabbit|Jms|Sqs)Listener|ImplBase|@Query\b/,
  nodeTypes: [],
  analyse: newFacts,
};
