import { parseTraceId, type TraceId } from '../shared/ids.ts';
import { UserError } from '../shared/userError.ts';
import type { CommandContext } from './commandContext.ts';
import { UsageError } from './usageError.ts';

type TraceFinder = Pick<CommandContext, 'api' | 'program'>;

const fewestDigits = 4;
const mostNamed = 5;

/**
 * The trace that a person means by its id or the beginning of it. Throws a `UsageError` for text that is no
 * beginning of an id, a `UserError` where no trace or more than one begins so.
 */
export async function findTrace({ api, program }: TraceFinder, text: string): Promise<TraceId> {
  const prefix = text.toLowerCase();
  if (!/^[0-9a-f]{1,32}$/.test(prefix)) {
    throw new UsageError(
      `"${text}" is no trace id: that is 32 hexadecimal digits, or the first few of them.`,
    );
  }
  if (prefix.length < fewestDigits) {
    throw new UsageError(`"${text}" is too short: give at least ${fewestDigits} digits of the trace id.`);
  }
  const whole = parseTraceId(prefix);
  return whole ?? (await findByPrefix({ api, program }, prefix));
}

async function findByPrefix({ api, program }: TraceFinder, prefix: string): Promise<TraceId> {
  const { traces } = await api.traces({ limit: Number.MAX_SAFE_INTEGER, text: prefix });
  const ids = traces.map(({ traceId }) => traceId).filter((id) => id.startsWith(prefix));
  const [first, ...others] = ids;
  if (first === undefined) throw new UserError(noTrace(prefix, program));
  if (others.length === 0) return first;
  const named = ids.slice(0, mostNamed).join(', ');
  const more = ids.length > mostNamed ? ` and ${ids.length - mostNamed} more` : '';
  throw new UserError(`${ids.length} traces begin with ${prefix}: ${named}${more}. Give more digits.`);
}

/** Also for a whole id that the collector does not know. */
export function noTrace(id: string, program: string): string {
  return `There is no trace ${id}. List the traces with: ${program} traces`;
}
