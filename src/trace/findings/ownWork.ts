import type { SpanIndex } from '../../shared/ids.ts';
import type { TraceColumns } from '../../shared/traceColumns.ts';
import type { CriticalPath } from '../criticalPath.ts';
import { type Candidate, type FindingKind, nameOf } from './finding.ts';

/** So much of a span's own time on the path lies in one piece, for that piece to be what there is to say. */
const mostlyShare = 2 / 3;

/**
 * Time that spans spent themselves on the critical path: long spans; and where it lies before the first child, or
 * between two, in one piece, waiting before the first child or a gap in which nothing happened. That a root without
 * children took all the time that its trace took is no news. Linear.
 */
export function ownWork(
  trace: TraceColumns,
  { root, sections, total }: CriticalPath,
  leastNano: number,
): Candidate[] {
  const longest = longestSections(trace.count, sections);
  const candidates: Candidate[] = [];
  for (let i = 0; i < trace.count; i++) {
    const own = total[i] as number;
    if (own < leastNano || (i === root && trace.subtree[i] === 1)) continue;
    const section = longest[i] as number;
    const length = (sections.end[section] as number) - (sections.start[section] as number);
    const next = sections.span[section + 1];
    const waitsFor = next !== undefined && trace.parent[next] === i ? next : undefined;
    if (trace.subtree[i] === 1 || waitsFor === undefined || length < mostlyShare * own) {
      candidates.push(longSpan(trace, i as SpanIndex, own));
    } else {
      const isFirst = (sections.start[section] as number) <= (trace.start[i] as number);
      candidates.push(waiting(trace, i as SpanIndex, waitsFor, isFirst ? 'slowStart' : 'idleGap', length));
    }
  }
  return candidates;
}

/** The longest section of each span, by its place among the sections. */
function longestSections(count: number, { span, start, end }: CriticalPath['sections']): Uint32Array {
  const longest = new Uint32Array(count);
  const length = new Float64Array(count);
  for (let section = 0; section < span.length; section++) {
    const of = span[section] as number;
    const nano = (end[section] as number) - (start[section] as number);
    if (nano <= (length[of] as number)) continue;
    length[of] = nano;
    longest[of] = section;
  }
  return longest;
}

function longSpan(trace: TraceColumns, span: SpanIndex, mostNano: number): Candidate {
  const name = nameOf(trace, span);
  const text = trace.subtree[span] === 1 ? name : `${name}, outside its children`;
  return { kind: 'longSpan', members: [span], text, fixed: { withoutOwnOf: span }, mostNano };
}

function waiting(
  trace: TraceColumns,
  span: SpanIndex,
  waitsFor: number,
  kind: FindingKind & ('slowStart' | 'idleGap'),
  mostNano: number,
): Candidate {
  const where = kind === 'slowStart' ? 'before its first child' : `idle before ${nameOf(trace, waitsFor)}`;
  return {
    kind,
    members: [span],
    text: `${nameOf(trace, span)}, ${where}`,
    fixed: { withoutWaitBefore: [waitsFor] },
    mostNano,
  };
}
