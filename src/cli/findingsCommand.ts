import { formatDuration } from '../shared/duration.ts';
import type { SiteId } from '../shared/ids.ts';
import type { TraceColumns } from '../shared/traceColumns.ts';
import { type Bottleneck, bottlenecks } from '../trace/bottlenecks.ts';
import { criticalPath } from '../trace/criticalPath.ts';
import { painter } from './colour.ts';
import type { CommandContext } from './commandContext.ts';
import { type LineOfSite, linesOfTrace } from './linesOfTrace.ts';
import { loadTrace } from './loadTrace.ts';
import { writeJsonLines } from './output.ts';
import type { CreateResolver } from './placeSites.ts';
import { idAt, serviceAt } from './spanText.ts';
import { type Column, table } from './table.ts';
import { traceHeader } from './traceSummaryText.ts';

const columns: readonly Column[] = [
  { title: 'SAVES', align: 'right', style: 'yellow' },
  { title: 'WHAT', shrinks: true, style: 'bold' },
  { title: 'SERVICE', style: 'dim' },
  { title: 'FIRST SPAN', style: 'dim' },
];

/** What made a trace long, the greatest saving first; with `--workspace` each with its line. */
export async function findingsCommand(
  context: CommandContext,
  createResolver: CreateResolver,
): Promise<void> {
  const { out, invocation } = context;
  const trace = await loadTrace(context, invocation.argument);
  const findings = bottlenecks(trace, criticalPath(trace));
  const lines =
    invocation.workspace === undefined
      ? undefined
      : await linesOfTrace(context, trace, invocation.workspace, createResolver);
  const lineOf = ({ spans }: Bottleneck): LineOfSite | undefined =>
    lines?.get(trace.site[spans.first] as SiteId);
  if (invocation.json) {
    return await writeJsonLines(
      out,
      findings.map((one) => toJson(trace, one, lineOf(one))),
    );
  }
  const paint = painter(out.colour);
  await out.write(`${traceHeader(trace, paint)}\n\n`);
  if (findings.length === 0)
    return await out.write('Nothing here would save a millisecond and a twentieth of the trace.\n');
  const rows = findings.map((one) => [
    `−${formatDuration(one.saveNano)}`,
    one.text,
    serviceAt(trace, one.spans.first),
    idAt(trace.spanId, one.spans.first) ?? '',
    ...(lines === undefined ? [] : [lineText(lineOf(one))]),
  ]);
  await out.write(
    table(lines === undefined ? columns : [...columns, { title: 'LINE' }], rows, paint, out.width),
  );
}

function toJson(
  trace: TraceColumns,
  { kind, saveNano, spans, members, text }: Bottleneck,
  line: LineOfSite | undefined,
): Record<string, unknown> {
  return {
    kind,
    saveNano,
    spanId: idAt(trace.spanId, spans.first),
    spans: spans.count,
    spanIds: members.map((span) => idAt(trace.spanId, span)),
    text,
    ...line,
  };
}

function lineText(line: LineOfSite | undefined): string {
  return line === undefined ? '' : `${line.file}:${line.line}`;
}
