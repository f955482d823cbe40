import type { SpanIndex } from '../../shared/ids.ts';
import { statusCodes } from '../../shared/spanKind.ts';
import type { TraceColumns } from '../../shared/traceColumns.ts';
import { type Candidate, endOf, nameOf, sumAt } from './finding.ts';

const failed = statusCodes.indexOf('error');

/** The same call again after it failed, once or more often: the failed attempts, and the waiting between them. */
export function* retries(
  trace: TraceColumns,
  run: readonly SpanIndex[],
  onPath: Float64Array,
): Generator<Candidate> {
  for (let first = 0; first < run.length - 1; ) {
    let last = first;
    while (last < run.length - 1 && isRetried(trace, run[last] as number, run[last + 1] as number)) last++;
    if (last > first) yield retry(trace, run.slice(first, last + 1), onPath);
    first = last + 1;
  }
}

function isRetried({ status, name }: TraceColumns, span: number, next: number): boolean {
  return status[span] === failed && name[span] === name[next];
}

function retry(trace: TraceColumns, attempts: readonly SpanIndex[], onPath: Float64Array): Candidate {
  const first = attempts[0] as SpanIndex;
  const again = attempts.slice(1);
  const waiting = (trace.start[attempts.at(-1) as number] as number) - endOf(trace, first);
  return {
    kind: 'retries',
    members: attempts,
    text: `${nameOf(trace, first)}, ${attempts.length} attempts`,
    fixed: { without: attempts.slice(0, -1), withoutWaitBefore: again },
    mostNano: sumAt(onPath, attempts.slice(0, -1)) + Math.max(0, waiting),
  };
}
