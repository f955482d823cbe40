import { formatDuration } from '../shared/duration.ts';
import type { TraceColumns } from '../shared/traceColumns.ts';
import { type CriticalPath, criticalPath } from '../trace/criticalPath.ts';
import { selfTimes } from '../trace/selfTime.ts';
import {
  groupByColumn,
  groupByName,
  groupByService,
  groupBySite,
  type SpanGroups,
} from '../trace/spanGroups.ts';
import { type StatisticsRow, statistics } from '../trace/statistics.ts';
import { painter } from './colour.ts';
import type { CommandContext } from './commandContext.ts';
import { figure } from './counted.ts';
import { linesOfTrace } from './linesOfTrace.ts';
import { loadTrace } from './loadTrace.ts';
import { writeJsonLines } from './output.ts';
import { percent } from './percent.ts';
import type { CreateResolver } from './placeSites.ts';
import { type Column, table } from './table.ts';
import { traceHeader } from './traceSummaryText.ts';
import { UsageError } from './usageError.ts';

/** Figures of a trace's spans by name, service, line or any attribute, the greatest sum of durations first. */
export async function statsCommand(context: CommandContext, createResolver: CreateResolver): Promise<void> {
  const { out, invocation } = context;
  const { by = 'name' } = invocation;
  if (by === 'line' && invocation.workspace === undefined) {
    throw new UsageError('Lines are looked for in the files of a directory: give it with --workspace DIR.');
  }
  const trace = await loadTrace(context, invocation.argument);
  const groups = await groupsBy(by, context, trace, createResolver);
  const path = criticalPath(trace);
  const rows = statistics(trace, groups, { self: selfTimes(trace), critical: path.total });
  const limited = rows.slice(0, invocation.limit ?? rows.length);
  const rootNano = path.root === undefined ? 0 : (trace.duration[path.root] as number);
  if (invocation.json)
    return await writeJsonLines(
      out,
      limited.map((row) => toJson(row, rootNano)),
    );
  const paint = painter(out.colour);
  await out.write(`${traceHeader(trace, paint)}\n\n`);
  if (rows.length === 0) return await out.write(noneSentence(by));
  await out.write(
    table(
      columnsFor(by),
      limited.map((row) => cellsOf(row, rootNano)),
      paint,
      out.width,
    ),
  );
  await out.write(restSentence(trace, groups, path, by));
}

async function groupsBy(
  by: string,
  context: CommandContext,
  trace: TraceColumns,
  createResolver: CreateResolver,
): Promise<SpanGroups> {
  if (by === 'name') return groupByName(trace);
  if (by === 'service') return groupByService(trace);
  if (by === 'line') {
    const lines = await linesOfTrace(context, trace, context.invocation.workspace ?? '.', createResolver);
    return groupBySite(trace, (site) => {
      const line = lines.get(site);
      return line === undefined ? undefined : `${line.file}:${line.line}`;
    });
  }
  const answer = await context.api.attributes({ traceId: trace.traceId, keys: [by] });
  const column = answer?.columns[0];
  return column === undefined || column.value.length !== trace.count
    ? { of: new Uint32Array(trace.count), names: [] }
    : groupByColumn(column);
}

function toJson(row: StatisticsRow, rootNano: number): Record<string, unknown> {
  const { name, count, errors, totalNano, wallNano, selfNano, p50Nano, p95Nano, maxNano, criticalNano } = row;
  return {
    key: name,
    count,
    errors,
    totalNano,
    wallNano,
    selfNano,
    p50Nano,
    p95Nano,
    maxNano,
    criticalNano,
    criticalShare: rootNano === 0 ? 0 : criticalNano / rootNano,
  };
}

function columnsFor(by: string): readonly Column[] {
  return [
    { title: by.toUpperCase(), shrinks: true, style: 'bold' },
    { title: 'COUNT', align: 'right' },
    { title: 'FAILED', align: 'right', style: 'red' },
    { title: 'TOTAL', align: 'right' },
    { title: 'SELF', align: 'right' },
    { title: 'P50', align: 'right' },
    { title: 'P95', align: 'right' },
    { title: 'MAX', align: 'right' },
    { title: 'CRITICAL', align: 'right' },
  ];
}

function cellsOf(row: StatisticsRow, rootNano: number): string[] {
  return [
    row.name,
    figure(row.count),
    row.errors === 0 ? '' : figure(row.errors),
    ...[row.totalNano, row.selfNano, row.p50Nano, row.p95Nano, row.maxNano].map(formatDuration),
    percent(row.criticalNano, rootNano),
  ];
}

function noneSentence(by: string): string {
  return by === 'line' ? 'No span has a line here.\n' : `No span of this trace has the attribute ${by}.\n`;
}

/** Of spans that are in no row, since the sums would seem to be those of the trace. */
function restSentence(
  trace: TraceColumns,
  { of, names }: SpanGroups,
  { total }: CriticalPath,
  by: string,
): string {
  let spans = 0;
  let nano = 0;
  for (let i = 0; i < trace.count; i++) {
    if ((of[i] as number) < names.length) continue;
    spans++;
    nano += total[i] as number;
  }
  if (spans === 0) return '';
  const what = by === 'line' ? 'have no line here' : `do not have the attribute ${by}`;
  return `\n${figure(spans)} of ${figure(trace.count)} spans ${what}; ${formatDuration(nano)} of the critical path are theirs.\n`;
}
