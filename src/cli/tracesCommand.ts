import { formatDuration } from '../shared/duration.ts';
import type { Health, TraceQuery, TraceSummary } from '../shared/protocol.ts';
import { unixMillis } from '../shared/time.ts';
import { painter } from './colour.ts';
import type { CommandContext } from './commandContext.ts';
import { figure } from './counted.ts';
import { findRun } from './findRun.ts';
import { writeJsonLines } from './output.ts';
import { startedText } from './startedText.ts';
import { type Column, table } from './table.ts';

/** As many as a person looks through. */
const shownByDefault = 50;

export async function tracesCommand(context: CommandContext): Promise<void> {
  const { api, out, invocation, program } = context;
  const { json, limit = json ? Number.MAX_SAFE_INTEGER : shownByDefault } = invocation;
  const { traces, matched, total } = await api.traces({ limit, ...(await filterOf(context)) });
  if (json) return await writeJsonLines(out, map(traces, toJson));
  if (total === 0) return await out.write(emptySentence(await api.health(), program));
  if (matched === 0) return await out.write('No trace is like that.\n');
  const ids = shortIds(traces.map(({ traceId }) => traceId));
  const rows = traces.map((trace, i) => rowOf(trace, ids[i] ?? trace.traceId, new Date()));
  await out.write(table(columns, rows, painter(out.colour), out.width));
  if (matched > traces.length)
    await out.write(`\nShowing ${figure(traces.length)} of ${figure(matched)}; --limit N shows more.\n`);
}

async function filterOf(context: CommandContext): Promise<Partial<TraceQuery>> {
  const { run, pinned } = context.invocation;
  return {
    ...(run === undefined ? {} : { run: (await findRun(context, run)).id }),
    ...(pinned === true ? { pinnedOnly: true } : {}),
  };
}

function* map<T, R>(items: readonly T[], change: (item: T) => R): Generator<R> {
  for (const item of items) yield change(item);
}

function toJson(trace: TraceSummary): Record<string, unknown> {
  const {
    traceId,
    root,
    service,
    startUnixNano,
    durationNano,
    spans,
    errors,
    services,
    partial,
    run,
    pinned,
  } = trace;
  return {
    traceId,
    root,
    service,
    startUnixNano,
    durationNano,
    spans,
    errors,
    services: services.length,
    partial,
    run,
    pinned: pinned === true ? true : undefined,
  };
}

const columns: readonly Column[] = [
  { title: 'STARTED' },
  { title: 'TRACE', style: 'dim' },
  { title: 'ROOT', shrinks: true, style: 'bold' },
  { title: 'SERVICE' },
  { title: 'DURATION', align: 'right' },
  { title: 'SPANS', align: 'right' },
  { title: 'SERVICES', align: 'right' },
  { title: 'ERRORS', align: 'right', style: 'red' },
  { title: '', style: 'dim' },
];

function rowOf(trace: TraceSummary, id: string, now: Date): string[] {
  return [
    startedText(new Date(unixMillis(trace.startUnixNano)), now),
    id,
    trace.root,
    trace.service,
    formatDuration(trace.durationNano),
    figure(trace.spans),
    figure(trace.services.length),
    trace.errors === 0 ? '' : figure(trace.errors),
    remarks(trace),
  ];
}

function remarks({ pinned, rootMissing, partial }: TraceSummary): string {
  const missing = rootMissing ? ['root missing'] : partial ? ['incomplete'] : [];
  return [...(pinned === true ? ['pinned'] : []), ...missing].join(', ');
}

/** The shortest prefixes, of eight digits at least, that tell the ids apart: `trace` understands them. */
export function shortIds(ids: readonly string[]): string[] {
  for (let digits = 8; digits < 32; digits++) {
    const short = ids.map((id) => id.slice(0, digits));
    if (new Set(short).size === ids.length) return short;
  }
  return [...ids];
}

function emptySentence({ grpc, http }: Health, program: string): string {
  return [
    'No traces yet. Run your program with an OpenTelemetry SDK that exports here:',
    '',
    `  OTEL_EXPORTER_OTLP_ENDPOINT=http://${http}`,
    `  OTEL_EXPORTER_OTLP_ENDPOINT=http://${grpc}   with OTEL_EXPORTER_OTLP_PROTOCOL=grpc`,
    '',
    `or import a file with OTLP data: ${program} import FILE`,
    '',
  ].join('\n');
}
