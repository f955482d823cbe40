import type { SpanIndex } from '../../shared/ids.ts';
import { spanKinds, statusCodes } from '../../shared/spanKind.ts';
import type { TraceColumns } from '../../shared/traceColumns.ts';
import { smallestGroup } from '../siblingFold.ts';
import { callPattern, withoutValues } from './alikeTexts.ts';
import { type Candidate, nameOf, sumAt } from './finding.ts';

const client = spanKinds.indexOf('client');
const failed = statusCodes.indexOf('error');

/**
 * The "N + 1" pattern: five or more siblings that did the same, one after the other. What runs at the same time is a
 * fan-out and no fault (the rule of Jaeger's and Sentry's detectors, without their limits on time). Calls do the same
 * where their statements differ in values only: many libraries call each of them `query`. Left out are those that
 * have less than `leastNano` on the path.
 */
export function repeatedSiblings(
  trace: TraceColumns,
  run: readonly SpanIndex[],
  onPath: Float64Array,
  leastNano: number,
): Candidate[] {
  const isLarge = (spans: readonly SpanIndex[]): boolean =>
    spans.length >= smallestGroup && sumAt(onPath, spans) >= leastNano;
  if (!isLarge(run)) return [];
  return sameCalls(trace, run)
    .filter(isLarge)
    .map((members) => ({
      kind: 'repeatedSiblings',
      members,
      text: `${members.length} × ${commonName(trace, members)}, one by one`,
      fixed: { without: members },
      mostNano: sumAt(onPath, members),
    }));
}

function sameCalls(trace: TraceColumns, run: readonly SpanIndex[]): (readonly SpanIndex[])[] {
  if (trace.kind[run[0] ?? 0] !== client) return [run];
  const groups = new Map<string, SpanIndex[]>();
  let pattern = '';
  for (const span of run) {
    // Of a call that failed the note is what went wrong; it goes with the one before.
    if (trace.status[span] !== failed) pattern = callPattern(trace.strings[trace.note[span] as number] ?? '');
    const group = groups.get(pattern);
    if (group === undefined) groups.set(pattern, [span]);
    else group.push(span);
  }
  return [...groups.values()];
}

function commonName(trace: TraceColumns, members: readonly SpanIndex[]): string {
  const name = nameOf(trace, members[0] ?? 0);
  return members.every((span) => trace.name[span] === trace.name[members[0] ?? 0])
    ? name
    : withoutValues(name);
}
