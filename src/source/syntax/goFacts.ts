import { type Analyser, newFacts } from './analyser.ts';

export const goFacts: Analyser = {
  markers:
    /[tT]racer|\.(?:Handle|HandleFunc|HandlerFunc|GET|POST|PUT|PATCH|DELETE|Get|Post|Put|Patch|Delete|Group|Route|Mount|Any)\(|Register\w+Server|Unimplemented\w+Server/,
  nodeTypes: [],
  analyse: newFacts,
};
