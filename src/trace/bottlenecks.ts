import type { SpanIndex } from '../shared/ids.ts';
import type { TraceColumns } from '../shared/traceColumns.ts';
import type { CriticalPath } from './criticalPath.ts';
import type { SiblingGroup } from './siblingFold.ts';

/** Something that made a trace long. */
export interface Bottleneck {
  readonly kind: 'longSpan' | 'repeatedSiblings';
  /** Nanoseconds by which the trace would be shorter at most if this took no time. */
  readonly saveNano: number;
  /** The spans it is about: neighbours, so a first one and a number. */
  readonly spans: { readonly first: SpanIndex; readonly count: number };
  /** What it is, without figures of time: `12 × INSERT ledger, one by one`. */
  readonly text: string;
}

/** More than these would be a list, not a hint. */
const mostFindings = 5;
/** What saves less is not worth a word: this share of the root, and a millisecond. */
const smallestShare = 0.05;
const smallestNano = 1e6;

/**
 * Up to five findings, the one that saves most first: long spans by their own time on the critical path, and
 * equal siblings that ran one after the other (the "N + 1" pattern) by the time they take there together.
 */
export function bottlenecks(
  trace: TraceColumns,
  path: CriticalPath,
  groups: readonly SiblingGroup[],
): Bottleneck[] {
  if (path.root === undefined) return [];
  const least = Math.max(smallestNano, smallestShare * (trace.duration[path.root] as number));
  const repeated = groups.map((group) => repeatedSiblings(trace, path, group));
  return [...repeated, ...longSpans(trace, path, groups, least)]
    .filter((finding) => finding.saveNano >= least)
    .sort((a, b) => b.saveNano - a.saveNano || a.spans.first - b.spans.first)
    .slice(0, mostFindings);
}

function repeatedSiblings(trace: TraceColumns, { total }: CriticalPath, group: SiblingGroup): Bottleneck {
  let saveNano = 0;
  for (let i = group.first as number; i < group.first + group.count; i++) saveNano += total[i] as number;
  return {
    kind: 'repeatedSiblings',
    saveNano,
    spans: { first: group.first, count: group.count },
    text: `${group.count} × ${nameOf(trace, group.first)}, one by one`,
  };
}

function longSpans(
  trace: TraceColumns,
  { total }: CriticalPath,
  groups: readonly SiblingGroup[],
  least: number,
): Bottleneck[] {
  const findings: Bottleneck[] = [];
  let nextGroup = 0;
  for (let i = 0; i < trace.count; i++) {
    const group = groups[nextGroup];
    if (group !== undefined && i === group.first) {
      // What a group says together none of its members says again.
      i += group.count - 1;
      nextGroup++;
    } else if ((total[i] as number) >= least) {
      findings.push(longSpan(trace, i as SpanIndex, total[i] as number));
    }
  }
  return findings;
}

function longSpan(trace: TraceColumns, span: SpanIndex, saveNano: number): Bottleneck {
  const name = nameOf(trace, span);
  const text = trace.subtree[span] === 1 ? name : `${name}, outside its children`;
  return { kind: 'longSpan', saveNano, spans: { first: span, count: 1 }, text };
}

function nameOf(trace: TraceColumns, span: SpanIndex): string {
  return trace.strings[trace.name[span] as number] || 'a span without a name';
}
