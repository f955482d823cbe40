import { describeJavaScript } from '../javascriptSymbols.ts';
import { collectSymbols } from '../symbolWalk.ts';
import { type Analyser, newFacts } from './analyser.ts';

export const javascriptFacts: Analyser = {
  markers: /[sS]tart(?:Active)?Span|withSpan|getTracer/,
  nodeTypes: [],
  analyse: ({ root }) => ({ ...newFacts(), symbols: collectSymbols(root.tree, describeJavaScript) }),
};
