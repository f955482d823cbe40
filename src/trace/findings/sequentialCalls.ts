import type { SpanIndex } from '../../shared/ids.ts';
import { spanKinds, statusCodes } from '../../shared/spanKind.ts';
import type { TraceColumns } from '../../shared/traceColumns.ts';
import { matchOnce } from '../matchOnce.ts';
import { isAfter } from '../siblingFold.ts';
import { type Candidate, endOf, nameOf, sumAt } from './finding.ts';

const client = spanKinds.indexOf('client');
const failed = statusCodes.indexOf('error');
/** What changes data is done in its order, and connections are needed by what follows. */
const ordered =
  /^\s*(?:insert|update|delete|merge|replace|upsert|begin|start transaction|commit|rollback|savepoint|set|del|incr|decr|lpush|rpush|xadd|publish|create|alter|drop|truncate|lock)\b|\b(?:connect|lookup|handshake|resolve)\b/i;
/** The parent's own work between two calls, as a share of both: more of it probably uses what the first one told. */
const gapShare = 0.1;
const smallestGapNano = 1e6;
const mostNamed = 3;

/**
 * Calls to different operations that one parent made one after the other, with next to nothing between them: they
 * could run together, if none needs what another one tells. What comes after a failed one is often done because of it. Saves all but the longest. Linear.
 */
export function sequentialCalls(trace: TraceColumns, onPath: Float64Array): Candidate[] {
  const candidates: Candidate[] = [];
  const isOrdered = matchOnce(trace.strings, (text) => ordered.test(text));
  for (let parent = 0; parent < trace.count; parent++) {
    const end = parent + (trace.subtree[parent] as number);
    if (end - parent < 3 || onPath[parent] === 0) continue;
    let run: SpanIndex[] = [];
    for (let child = parent + 1; child < end; child += trace.subtree[child] as number) {
      const isCall = trace.kind[child] === client && onPath[child] !== 0;
      if (!isCall) continue;
      const mayMove = !isOrdered(trace.name[child] as number) && !isOrdered(trace.note[child] as number);
      const before = run.at(-1);
      if (before !== undefined && !(mayMove && follows(trace, child, before))) {
        candidates.push(...candidateOf(trace, run, onPath));
        run = [];
      }
      if (mayMove) run.push(child as SpanIndex);
    }
    candidates.push(...candidateOf(trace, run, onPath));
  }
  return candidates;
}

function follows(trace: TraceColumns, child: number, before: number): boolean {
  const gap = (trace.start[child] as number) - endOf(trace, before);
  const both = (trace.duration[child] as number) + (trace.duration[before] as number);
  return (
    trace.status[before] !== failed &&
    isAfter(trace, child, before) &&
    gap <= Math.max(smallestGapNano, gapShare * both)
  );
}

/** None for less than two, and for one operation again and again, which is another finding. */
function candidateOf(trace: TraceColumns, run: readonly SpanIndex[], onPath: Float64Array): Candidate[] {
  const names = [...new Set(run.map((span) => nameOf(trace, span)))];
  const whats = new Set(
    run.map((span) => `${trace.name[span]} ${trace.note[span]} ${calledService(trace, span)}`),
  );
  if (run.length < 2 || whats.size < run.length) return [];
  const longest = run.reduce((most, span) =>
    (trace.duration[span] as number) > (trace.duration[most] as number) ? span : most,
  );
  const others = run.filter((span) => span !== longest);
  const named = names.slice(0, mostNamed).join(', ');
  const more = names.length > mostNamed ? ` and ${names.length - mostNamed} more` : '';
  return [
    {
      kind: 'sequentialCalls',
      members: run,
      text: `${named}${more}: ${run.length} calls one after the other, could run together if they share no data`,
      fixed: { without: others },
      mostNano: sumAt(onPath, others),
    },
  ];
}

/** Index into `strings` of the service that answers; −1 where it sent nothing. */
function calledService({ subtree, service }: TraceColumns, call: number): number {
  return subtree[call] === 1 ? -1 : (service[call + 1] as number);
}
