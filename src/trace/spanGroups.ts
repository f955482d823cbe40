import type { SiteId } from '../shared/ids.ts';
import type { AttributeColumn } from '../shared/traceAttributes.ts';
import type { TraceColumns } from '../shared/traceColumns.ts';

/** Spans put into groups, as statistics and lists of one line a group need them. */
export interface SpanGroups {
  /** Index into `names` by span; `noGroup` for spans in none. */
  readonly of: Uint32Array;
  /** Distinct where `services` is missing, else together with it. */
  readonly names: readonly string[];
  /** Service of each group, where all spans of a group are of one. */
  readonly services?: readonly string[];
}

export const noGroup = 0xffffffff;

export function groupByService(trace: TraceColumns): SpanGroups {
  return groupByText(trace, trace.service);
}

/** By the name of the span, of whatever service. */
export function groupByName(trace: TraceColumns): SpanGroups {
  return groupByText(trace, trace.name);
}

/** By service and name: what tracing systems call an operation. */
export function groupByOperation({ count, service, name, strings }: TraceColumns): SpanGroups {
  const groups = new Map<number, number>();
  const of = new Uint32Array(count);
  const names: string[] = [];
  const services: string[] = [];
  for (let i = 0; i < count; i++) {
    const key = (service[i] as number) * strings.length + (name[i] as number);
    let group = groups.get(key);
    if (group === undefined) {
      group = names.length;
      groups.set(key, group);
      names.push(strings[name[i] as number] as string);
      services.push(strings[service[i] as number] as string);
    }
    of[i] = group;
  }
  return { of, names, services };
}

/** By the line that a span's site has, as `lineOf` names it; sites on the same line are one group. */
export function groupBySite(
  { count, site }: TraceColumns,
  lineOf: (site: SiteId) => string | undefined,
): SpanGroups {
  const bySite = new Map<number, number>();
  const byLine = new Map<string, number>();
  const of = new Uint32Array(count);
  for (let i = 0; i < count; i++) {
    const id = site[i] as number;
    let group = bySite.get(id);
    if (group === undefined) {
      const line = lineOf(id as SiteId);
      group = line === undefined ? noGroup : (byLine.get(line) ?? byLine.size);
      if (line !== undefined) byLine.set(line, group);
      bySite.set(id, group);
    }
    of[i] = group;
  }
  return { of, names: [...byLine.keys()] };
}

/** By the value of an attribute; spans without it are in no group. */
export function groupByColumn({ value, values }: AttributeColumn): SpanGroups {
  // 0 means none and becomes `noGroup`, since the subtraction wraps around.
  return { of: value.map((place) => place - 1), names: values };
}

function groupByText({ count, strings }: TraceColumns, column: Uint32Array): SpanGroups {
  const groupOf = new Uint32Array(strings.length).fill(noGroup);
  const of = new Uint32Array(count);
  const names: string[] = [];
  for (let i = 0; i < count; i++) {
    const text = column[i] as number;
    if (groupOf[text] === noGroup) {
      groupOf[text] = names.length;
      names.push(strings[text] as string);
    }
    of[i] = groupOf[text] as number;
  }
  return { of, names };
}
