import { parseSpanId, type SpanId, type TraceId } from '../shared/ids.ts';
import { parseTraceReference, type TraceReference } from '../shared/traceReference.ts';

/** A place in a line of output that names a trace. */
export interface TraceMention extends TraceReference {
  /** Where the id itself stands. */
  readonly start: number;
  readonly length: number;
  /** The text says that it is a trace; any other hash of that length is one only where the trace is known. */
  readonly sure: boolean;
}

/** Of a longer line only the beginning is looked at. */
const mostCharacters = 20_000;
const mostMentions = 20;

/**
 * Traces that one line of output names: `trace_id=…`, `"traceId":"…"`, `trace.id: …`, `dd.trace_id=…`, a `traceparent`, and
 * bare ids of 32 digits.
 */
export function traceMentions(line: string): readonly TraceMention[] {
  const text = line.length > mostCharacters ? line.slice(0, mostCharacters) : line;
  const mentions: TraceMention[] = [];
  for (const match of text.matchAll(mention)) {
    const found = mentionOf(text, match);
    if (found !== undefined) mentions.push(found);
    if (mentions.length === mostMentions) break;
  }
  return mentions;
}

/** A label is followed by at most a few signs, so that the search never walks far. */
const label = String.raw`\b(?:dd[._]?)?trace[._ -]?id\]?\\*["']?\s{0,3}[:=]\s{0,3}\\*["']?`;
const b3Label = String.raw`x-b3-traceid\\*["']?\s{0,3}[:=]\s{0,3}\\*["']?`;
const end = '(?![0-9a-z])';
const mention = new RegExp(
  [
    `(?<label>${label}|${b3Label})(?<id>[0-9a-f]{32}|[0-9a-f]{16}|\\d{17,20})${end}`,
    `(?<![0-9a-z])[0-9a-f]{2}-(?<parent>[0-9a-f]{32})-(?<span>[0-9a-f]{16})-[0-9a-f]{2}${end}`,
    `(?<![0-9a-z])(?<bare>[0-9a-f]{32})${end}`,
  ].join('|'),
  'gid',
);

function mentionOf(text: string, match: RegExpExecArray | RegExpMatchArray): TraceMention | undefined {
  const { id, parent, span, bare } = match.groups ?? {};
  const written = id ?? parent ?? bare ?? '';
  const at = match.indices?.groups;
  const [start = 0] = at?.['id'] ?? at?.['parent'] ?? at?.['bare'] ?? [];
  const reference = parseTraceReference(written);
  if (reference === undefined || (bare !== undefined && /^\d+$/.test(bare))) return undefined;
  const spanId = parseSpanId(span ?? '') ?? spanAfter(text, start);
  const place = { start, length: written.length, sure: bare === undefined };
  return { traceId: reference.traceId, ...(spanId !== undefined && { spanId }), ...place };
}

/** A span that is named right after its trace, as most formats of logs do. */
function spanAfter(text: string, start: number): SpanId | undefined {
  const next = text.slice(start, start + 120);
  return parseSpanId(
    /\bspan[._ -]?id\]?\\*["']?\s{0,3}[:=]\s{0,3}\\*["']?([0-9a-f]{16})(?![0-9a-z])/i.exec(next)?.[1] ?? '',
  );
}

/** Those that are surely traces, and of the others those that are there; asks once for a line. */
export async function knownMentions(
  mentions: readonly TraceMention[],
  known: (ids: readonly TraceId[]) => Promise<ReadonlySet<TraceId>>,
): Promise<readonly TraceMention[]> {
  const unsure = mentions.filter(({ sure }) => !sure).map(({ traceId }) => traceId);
  if (unsure.length === 0) return mentions;
  const there = await known(unsure);
  return mentions.filter(({ sure, traceId }) => sure || there.has(traceId));
}
