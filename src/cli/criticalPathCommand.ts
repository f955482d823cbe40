import { formatDuration } from '../shared/duration.ts';
import type { TraceColumns } from '../shared/traceColumns.ts';
import { type CriticalPath, criticalPath } from '../trace/criticalPath.ts';
import { painter } from './colour.ts';
import type { CommandContext } from './commandContext.ts';
import { figure } from './counted.ts';
import { loadTrace } from './loadTrace.ts';
import { writeJsonLines } from './output.ts';
import { percent } from './percent.ts';
import { idAt, nameAt, serviceAt } from './spanText.ts';
import { type Column, table } from './table.ts';
import { traceHeader } from './traceSummaryText.ts';

const rowsByDefault = 500;

const columns: readonly Column[] = [
  { title: 'AT', align: 'right', style: 'dim' },
  { title: 'TIME', align: 'right' },
  { title: 'SHARE', align: 'right' },
  { title: 'SPAN', shrinks: true, style: 'bold' },
  { title: 'SERVICE', style: 'dim' },
];

/** The sections of the critical path by time: disjoint, and together the duration of the root. */
export async function criticalPathCommand(context: CommandContext): Promise<void> {
  const { out, invocation } = context;
  const trace = await loadTrace(context, invocation.argument);
  const path = criticalPath(trace);
  if (invocation.json) return await writeJsonLines(out, sectionsAsJson(trace, path));
  const most = invocation.limit ?? rowsByDefault;
  const all = path.sections.span.length;
  const paint = painter(out.colour);
  const shown = table(columns, rowsOf(trace, path, most), paint, out.width);
  const cut =
    all > most ? `\nShowing ${figure(most)} of ${figure(all)} sections; --limit N shows more.\n` : '';
  await out.write(`${traceHeader(trace, paint)}\n\n${shown}${cut}`);
}

function* sectionsAsJson(
  trace: TraceColumns,
  { sections }: CriticalPath,
): Generator<Record<string, unknown>> {
  for (const [i, span] of sections.span.entries()) {
    yield {
      spanId: idAt(trace.spanId, span),
      name: nameAt(trace, span),
      service: serviceAt(trace, span),
      startNano: sections.start[i],
      endNano: sections.end[i],
    };
  }
}

function rowsOf(trace: TraceColumns, { root, sections }: CriticalPath, most: number): string[][] {
  const whole = root === undefined ? 0 : (trace.duration[root] as number);
  return Array.from(sections.span.subarray(0, most), (span, i) => {
    const start = sections.start[i] as number;
    const nano = (sections.end[i] as number) - start;
    return [
      formatDuration(start),
      formatDuration(nano),
      percent(nano, whole),
      nameAt(trace, span),
      serviceAt(trace, span),
    ];
  });
}
