import type { TraceColumns } from '../../../src/shared/traceColumns.ts';
import { traceOfSpans } from '../support/traceText.ts';
import { combOf, orphansOf } from './bigShapes.ts';
import { chainOf, wideOf } from './randomSpans.ts';

const count = 100_000;

/** Traces of 100,000 spans in the shapes that break algorithms; made when they are asked for. */
export const bigTraces: readonly (readonly [string, () => TraceColumns])[] = [
  ['a chain', () => traceOfSpans(chainOf(count))],
  ['one parent', () => traceOfSpans(wideOf(count))],
  ['a comb', () => traceOfSpans(combOf(count))],
  ['orphans', () => traceOfSpans(orphansOf(count))],
];
