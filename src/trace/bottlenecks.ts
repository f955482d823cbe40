import type { SpanIndex } from '../shared/ids.ts';
import type { TraceColumns } from '../shared/traceColumns.ts';
import type { CriticalPath } from './criticalPath.ts';
import { timesOnPath } from './dragAndSlack.ts';
import { duplicateQueries } from './findings/duplicateQueries.ts';
import type { Candidate, FindingKind } from './findings/finding.ts';
import { ownWork } from './findings/ownWork.ts';
import { repeatedSiblings } from './findings/repeatedSiblings.ts';
import { retries } from './findings/retries.ts';
import { forEachRun } from './findings/runsOfSiblings.ts';
import { sequentialCalls } from './findings/sequentialCalls.ts';
import { Replay } from './replay.ts';

/** Something that made a trace long. */
export interface Bottleneck {
  readonly kind: FindingKind;
  /** Nanoseconds by which the trace would be shorter at most if this took no time. */
  readonly saveNano: number;
  /** The first of the spans it is about, to go to, and how many there are. */
  readonly spans: { readonly first: SpanIndex; readonly count: number };
  /** All of them by start; not always neighbours. */
  readonly members: readonly SpanIndex[];
  /** What it is, without figures of time: `12 × INSERT ledger, one by one`. */
  readonly text: string;
}

/** More than these would be a list, not a hint. */
const mostFindings = 5;
/** What saves less is not worth a word: this share of the root, and a millisecond. */
const smallestShare = 0.05;
/** Of what is a fault whatever it takes, and grows with the data: less is worth a word. */
const smallestPatternShare = 0.01;
const smallestNano = 1e6;
/** So many candidates of each sort are replayed, those that could save most. */
const mostReplayed = 25;

/**
 * Up to five findings, the one that saves most first. What each saves is told by replaying the trace without it, so
 * what runs beside the critical path saves nothing, and of two equal calls side by side neither does. Retries,
 * statements that repeat and siblings that repeat are each told once, and what they would take out is no long span too.
 * Of long spans of one service and name only the longest is told.
 */
export function bottlenecks(trace: TraceColumns, path: CriticalPath): Bottleneck[] {
  if (path.root === undefined) return [];
  const rootNano = trace.duration[path.root] as number;
  const least = Math.max(smallestNano, smallestShare * rootNano);
  const leastPattern = Math.max(smallestNano, smallestPatternShare * rootNano);
  const replay = new Replay(trace, path);
  const onPath = timesOnPath(trace, path);
  const found = weighed(patternsOf(trace, onPath, leastPattern), replay, leastPattern);
  const patterns = withoutRepeats(trace, withoutSmallParts(found));
  const covered = coverOf(trace, patterns);
  const single = ownWork(trace, path, least).filter(({ members: [span] }) => covered[span ?? 0] === 0);
  const calls = sequentialCalls(trace, onPath).filter(({ members }) =>
    members.every((span) => covered[span] === 0),
  );
  const sorted = [...patterns, ...weighed([...single, ...calls], replay, least)].sort(
    (a, b) => b.saveNano - a.saveNano || a.spans.first - b.spans.first,
  );
  return withoutEqualTexts(trace, sorted).slice(0, mostFindings);
}

/** In the order of what says most about the same spans. */
function patternsOf(trace: TraceColumns, onPath: Float64Array, least: number): Candidate[] {
  const again: Candidate[] = [];
  const repeated: Candidate[] = [];
  forEachRun(trace, onPath, (run) => {
    again.push(...retries(trace, run, onPath));
    repeated.push(...repeatedSiblings(trace, run, onPath, least));
  });
  return [...again, ...duplicateQueries(trace, onPath), ...repeated];
}

/** Those that save enough, with what they save. */
function weighed(candidates: readonly Candidate[], replay: Replay, least: number): Bottleneck[] {
  const promising = candidates
    .filter(({ mostNano }) => mostNano >= least)
    .sort((a, b) => b.mostNano - a.mostNano)
    .slice(0, mostReplayed);
  // The order in which detectors come is kept: it says which of two findings about the same spans is told.
  return candidates
    .filter((candidate) => promising.includes(candidate))
    .map(({ kind, members, text, fixed, mostNano }) => ({
      kind,
      saveNano: Math.min(mostNano, replay.saved(fixed)),
      spans: { first: members[0] as SpanIndex, count: members.length },
      members,
      text,
    }))
    .filter(({ saveNano }) => saveNano >= least);
}

/** Two of twelve that are even the same say less than the twelve: what is more than twice as much is told instead. */
function withoutSmallParts(findings: readonly Bottleneck[]): Bottleneck[] {
  const sets = findings.map(({ members }) => new Set(members));
  return findings.filter(
    ({ members }) =>
      !sets.some((set) => set.size > 2 * members.length && members.some((span) => set.has(span))),
  );
}

function withoutEqualTexts(trace: TraceColumns, findings: readonly Bottleneck[]): Bottleneck[] {
  const told = new Set<string>();
  return findings.filter(({ kind, text, spans }) => {
    const key = `${kind} ${trace.service[spans.first]} ${text}`;
    const isNew = !told.has(key);
    told.add(key);
    return isNew || kind !== 'longSpan';
  });
}

function withoutRepeats(trace: TraceColumns, findings: readonly Bottleneck[]): Bottleneck[] {
  const told = new Uint8Array(trace.count);
  return findings.filter(({ members }) => {
    if (members.some((span) => told[span] === 1)) return false;
    for (const span of members) told[span] = 1;
    return true;
  });
}

/** 1 for the spans that would go, with all below them: what stays may be a finding of its own. */
function coverOf({ count, subtree }: TraceColumns, findings: readonly Bottleneck[]): Uint8Array {
  const covered = new Uint8Array(count);
  for (const { kind, members } of findings) {
    const stays = kind === 'retries' ? members.length - 1 : kind === 'duplicateQueries' ? 0 : -1;
    for (const [k, span] of members.entries()) {
      if (k !== stays) covered.fill(1, span, span + (subtree[span] as number));
    }
  }
  return covered;
}
