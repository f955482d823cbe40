import type { SiteId } from '../../src/shared/ids.ts';
import type { TraceColumns } from '../../src/shared/traceColumns.ts';
import type { SiteLine } from '../../src/shared/waterfallProtocol.ts';
import { callerOf } from '../../src/trace/callerOf.ts';

type Columns = Pick<TraceColumns, 'parent' | 'site'>;

/**
 * The line of a span. Spans of one site are called from many lines: where the site has only the line of a caller,
 * it is that of the nearest span above this one.
 */
export function lineOfSpan(
  columns: Columns,
  span: number,
  lines: ReadonlyMap<SiteId, SiteLine>,
): SiteLine | undefined {
  const lineOf = (one: number): SiteLine | undefined => lines.get(columns.site[one] as SiteId);
  const line = lineOf(span);
  if (line?.kind !== 'caller') return line;
  const caller = lineOf(callerOf(columns, span, (one) => lineOf(one)?.kind === 'own'));
  return caller && { ...caller, kind: 'caller' };
}
