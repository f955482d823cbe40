import type { SpanIndex } from '../../shared/ids.ts';
import { spanKinds, statusCodes } from '../../shared/spanKind.ts';
import type { TraceColumns } from '../../shared/traceColumns.ts';
import { matchOnce } from '../matchOnce.ts';
import { type Candidate, nameOf, sumAt } from './finding.ts';

const client = spanKinds.indexOf('client');
const failed = statusCodes.indexOf('error');

/** Statements that only read: asking twice tells the same. */
const reads =
  /^\s*(?:select|with|show|values|call|get|mget|hget|hmget|hgetall|lrange|smembers|zrange|exists|find|aggregate|count|distinct|match)\b/i;
/** `?`, `$1`, `:id`, `@p0`, `%s`: the values are not in the text, so two equal texts may ask for different things. */
const placeholder = /\?|\$\d|[^:\w]:[a-z_]\w*|@\w|%(?:\(\w+\))?s/i;
/** A longer text was cut, and what differs may have gone. */
const longestWhole = 119;

/** Statements that read the same with the same values, anywhere in the trace, two or more. Linear. */
export function duplicateQueries(trace: TraceColumns, onPath: Float64Array): Candidate[] {
  const isQuestion = matchOnce(trace.strings, tellsAll);
  const groups = new Map<number, SpanIndex[]>();
  for (let i = 0; i < trace.count; i++) {
    if (trace.kind[i] !== client || trace.status[i] === failed || trace.note[i] === 0) continue;
    const note = trace.note[i] as number;
    if (!isQuestion(note)) continue;
    const key = note * trace.strings.length + (trace.service[i] as number);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [i as SpanIndex]);
    else group.push(i as SpanIndex);
  }
  return [...groups.values()]
    .filter((group) => group.length > 1)
    .map((group) => candidate(trace, group, onPath));
}

function tellsAll(statement: string): boolean {
  return statement.length <= longestWhole && reads.test(statement) && !placeholder.test(statement);
}

function candidate(trace: TraceColumns, members: readonly SpanIndex[], onPath: Float64Array): Candidate {
  const again = members.slice(1);
  return {
    kind: 'duplicateQueries',
    members,
    text: `${members.length} × the same ${nameOf(trace, members[0] as number)}`,
    fixed: { without: again },
    mostNano: sumAt(onPath, again),
  };
}
