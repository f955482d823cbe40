import type { SpanIndex } from '../../shared/ids.ts';
import type { TraceColumns } from '../../shared/traceColumns.ts';
import { smallestGroup } from '../siblingFold.ts';
import { type Candidate, nameOf, sumAt } from './finding.ts';

/**
 * The "N + 1" pattern: five or more siblings that did the same, one after the other. What runs at the same time is a
 * fan-out and no fault (the rule of Jaeger's and Sentry's detectors, without their limits on time).
 */
export function repeatedSiblings(
  trace: TraceColumns,
  run: readonly SpanIndex[],
  onPath: Float64Array,
): Candidate | undefined {
  const [first] = run;
  if (run.length < smallestGroup || first === undefined) return undefined;
  return {
    kind: 'repeatedSiblings',
    members: run,
    text: `${run.length} × ${nameOf(trace, first)}, one by one`,
    fixed: { without: run },
    mostNano: sumAt(onPath, run),
  };
}
