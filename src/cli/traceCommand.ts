import { spanKindOf, statusCodeOf } from '../shared/spanKind.ts';
import type { TraceColumns } from '../shared/traceColumns.ts';
import { criticalPath } from '../trace/criticalPath.ts';
import { dragAndSlack } from '../trace/dragAndSlack.ts';
import { selfTimes } from '../trace/selfTime.ts';
import { painter } from './colour.ts';
import type { CommandContext } from './commandContext.ts';
import { figure } from './counted.ts';
import { loadTrace } from './loadTrace.ts';
import { writeJsonLines } from './output.ts';
import { idAt, nameAt, serviceAt } from './spanText.ts';
import { terminalWaterfall } from './terminalWaterfall.ts';
import { traceFooter, traceHeader } from './traceSummaryText.ts';

/** Where the output is no terminal, a waterfall still needs a width. */
const widthWithoutTerminal = 120;
const rowsByDefault = 500;

export async function traceCommand(context: CommandContext): Promise<void> {
  const { out, invocation } = context;
  const trace = await loadTrace(context, invocation.argument);
  if (invocation.json) return await writeJsonLines(out, spansAsJson(trace));
  const paint = painter(out.colour);
  const waterfall = terminalWaterfall(trace, {
    width: out.width ?? widthWithoutTerminal,
    rows: invocation.limit ?? rowsByDefault,
    paint,
  });
  await out.write(`${traceHeader(trace, paint)}\n\n${waterfall.text}`);
  if (waterfall.shown < trace.count) await out.write(cutSentence(waterfall.shown, trace.count));
  await out.write(traceFooter(trace, paint));
}

function cutSentence(shown: number, all: number): string {
  return `\nShowing ${figure(shown)} of ${figure(all)} spans; --limit N shows more rows, --json gives all.\n`;
}

function* spansAsJson(trace: TraceColumns): Generator<Record<string, unknown>> {
  const self = selfTimes(trace);
  const path = criticalPath(trace);
  const { drag, slack } = dragAndSlack(trace, path);
  for (let i = 0; i < trace.count; i++) {
    yield {
      spanId: idAt(trace.spanId, i),
      parentSpanId: idAt(trace.parentSpanId, i),
      depth: trace.depth[i],
      name: nameAt(trace, i),
      service: serviceAt(trace, i),
      kind: spanKindOf(trace.kind[i] as number),
      status: statusCodeOf(trace.status[i] as number),
      startNano: trace.start[i],
      durationNano: trace.duration[i],
      selfNano: self[i],
      criticalNano: path.total[i],
      dragNano: drag[i],
      slackNano: slack[i],
    };
  }
}
