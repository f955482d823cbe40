import type { SiteId } from '../../src/shared/ids.ts';
import type { AttributeColumn } from '../../src/shared/traceAttributes.ts';
import type { TraceColumns } from '../../src/shared/traceColumns.ts';
import type { SiteLine } from '../../src/shared/waterfallProtocol.ts';
import {
  groupByColumn,
  groupByOperation,
  groupByService,
  noGroup,
  type SpanGroups,
} from '../../src/trace/spanGroups.ts';
import type { StatisticsRow } from '../../src/trace/statistics.ts';
import { lineOfSpan } from './lineOfSpan.ts';
import { queryTerm } from './query.ts';

/** What spans are grouped by: one of the first three, or `@` and the key of an attribute. */
export type Grouping = 'service' | 'operation' | 'line' | `@${string}`;

export interface GroupingSource {
  readonly columns: TraceColumns;
  readonly lines: ReadonlyMap<SiteId, SiteLine>;
  /** `undefined` while the values are on their way. */
  column(key: string): AttributeColumn | undefined;
}

/** What was kept as text; what is no grouping is by operation. */
export function asGrouping(text: string): Grouping {
  if (text === 'service' || text === 'line' || text.startsWith('@')) return text as Grouping;
  return 'operation';
}

/** Key of the attribute that is grouped by; `undefined` for the other groupings. */
export function groupingKey(by: Grouping): string | undefined {
  return by.startsWith('@') ? by.slice(1) : undefined;
}

/** Spans by group; `undefined` while the values of the attribute are on their way. */
export function spanGrouping(by: Grouping, source: GroupingSource): SpanGroups | undefined {
  switch (by) {
    case 'service':
      return groupByService(source.columns);
    case 'operation':
      return groupByOperation(source.columns);
    case 'line':
      return groupByLine(source);
    default: {
      const column = source.column(by.slice(1));
      return column && groupByColumn(column);
    }
  }
}

/** By the path of the line, as `lineOfSpan` tells it. */
function groupByLine({ columns, lines }: GroupingSource): SpanGroups {
  const of = new Uint32Array(columns.count);
  const groups = new Map<string, number>();
  for (let i = 0; i < columns.count; i++) {
    const path = lineOfSpan(columns, i, lines)?.path;
    if (path === undefined) {
      of[i] = noGroup;
      continue;
    }
    let group = groups.get(path);
    if (group === undefined) {
      group = groups.size;
      groups.set(path, group);
    }
    of[i] = group;
  }
  return { of, names: [...groups.keys()] };
}

/** The query that finds the spans of a row. */
export function rowQuery(by: Grouping, { name, service }: Pick<StatisticsRow, 'name' | 'service'>): string {
  const key = groupingKey(by);
  if (key !== undefined) return queryTerm(key, name);
  if (by !== 'operation') return queryTerm(by, name);
  return service === undefined
    ? queryTerm('name', name)
    : `${queryTerm('service', service)} ${queryTerm('name', name)}`;
}
