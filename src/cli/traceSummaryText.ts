import { formatDuration } from '../shared/duration.ts';
import { statusCodes } from '../shared/spanKind.ts';
import { unixMillis } from '../shared/time.ts';
import { spanFlags, type TraceColumns } from '../shared/traceColumns.ts';
import { bottlenecks } from '../trace/bottlenecks.ts';
import { type CriticalPath, criticalPath } from '../trace/criticalPath.ts';
import type { Paint } from './colour.ts';
import { counted } from './counted.ts';
import { plainText } from './plainText.ts';
import { startedText } from './startedText.ts';

/** `POST /checkout · 450 ms · 25 spans · 5 services · 1 error · 14:02:31 · 0af7651916cd43dd8448eb211c80319c`. */
export function traceHeader(trace: TraceColumns, paint: Paint): string {
  const root = plainText(trace.strings[trace.name[0] ?? 0] ?? '');
  const errors = countErrors(trace);
  const figures = [
    formatDuration(trace.durationNano),
    counted(trace.count, 'span'),
    counted(new Set(trace.service).size, 'service'),
    ...(errors === 0 ? [] : [paint('red', counted(errors, 'error'))]),
    startedText(new Date(unixMillis(trace.startUnixNano)), new Date()),
    paint('dim', trace.traceId),
  ];
  return [paint('bold', root), ...figures].join(' · ');
}

/** What is missing, what the time went into, and what would save most; empty where nothing is to be said. */
export function traceFooter(trace: TraceColumns, paint: Paint): string {
  const path = criticalPath(trace);
  const lines = [...missing(trace), ...criticalLine(trace, path), ...findingLines(trace, path, paint)];
  return lines.length === 0 ? '' : `\n${lines.join('\n')}\n`;
}

function countErrors({ status }: TraceColumns): number {
  const error = statusCodes.indexOf('error');
  return status.reduce((sum, code) => sum + (code === error ? 1 : 0), 0);
}

function missing({ flags, parent, count, duplicates }: TraceColumns): string[] {
  let orphans = 0;
  let roots = 0;
  for (let i = 0; i < count; i++) {
    if (((flags[i] as number) & spanFlags.missingParent) !== 0) orphans++;
    else if ((parent[i] as number) < 0) roots++;
  }
  return [
    ...(roots === 0 && count > 0
      ? ['The root span has not come, so the trace may be longer than shown.']
      : []),
    ...(orphans === 0 ? [] : [`The parent of ${counted(orphans, 'span')} has not come.`]),
    ...(duplicates === 0
      ? []
      : [`${counted(duplicates, 'span')} came again under the same id; the first is shown.`]),
  ];
}

function criticalLine(trace: TraceColumns, { root, sections }: CriticalPath): string[] {
  const spans = new Set(sections.span).size;
  if (root === undefined || spans < 2) return [];
  return [`Critical path: ${formatDuration(trace.duration[root] ?? 0)} in ${counted(spans, 'span')}.`];
}

function findingLines(trace: TraceColumns, path: CriticalPath, paint: Paint): string[] {
  const findings = bottlenecks(trace, path);
  if (findings.length === 0) return [];
  const savings = findings.map(({ saveNano }) => `−${formatDuration(saveNano)}`);
  const width = Math.max(...savings.map((text) => text.length));
  return [
    'What would save most, if it took no time:',
    ...findings.map(
      ({ text }, i) => `  ${paint('yellow', (savings[i] ?? '').padStart(width))}  ${plainText(text)}`,
    ),
  ];
}
