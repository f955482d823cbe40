import { spanKindOf, statusCodeOf } from '../shared/spanKind.ts';
import type { TraceColumns } from '../shared/traceColumns.ts';
import { UserError } from '../shared/userError.ts';
import { selfTimes } from '../trace/selfTime.ts';
import { painter } from './colour.ts';
import type { CommandContext } from './commandContext.ts';
import { figure } from './counted.ts';
import { findTrace, noTrace } from './findTrace.ts';
import { writeJsonLines } from './output.ts';
import { terminalWaterfall } from './terminalWaterfall.ts';
import { traceFooter, traceHeader } from './traceSummaryText.ts';

/** Where the output is no terminal, a waterfall still needs a width. */
const widthWithoutTerminal = 120;
const rowsByDefault = 500;

export async function traceCommand(context: CommandContext): Promise<void> {
  const { api, out, invocation, program } = context;
  const traceId = await findTrace(context, invocation.argument);
  const trace = await api.trace({ traceId });
  if (trace === undefined) throw new UserError(noTrace(traceId, program));
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
  for (let i = 0; i < trace.count; i++) {
    yield {
      spanId: idAt(trace.spanId, i),
      parentSpanId: idAt(trace.parentSpanId, i),
      depth: trace.depth[i],
      name: trace.strings[trace.name[i] as number],
      service: trace.strings[trace.service[i] as number],
      kind: spanKindOf(trace.kind[i] as number),
      status: statusCodeOf(trace.status[i] as number),
      startNano: trace.start[i],
      durationNano: trace.duration[i],
      selfNano: self[i],
    };
  }
}

/** `null`, as the contract of the JSON output has it, for the zeros that mean none. */
function idAt(ids: Uint8Array, index: number): string | null {
  const hex = Buffer.from(ids.buffer, ids.byteOffset + 8 * index, 8).toString('hex');
  return /^0+$/.test(hex) ? null : hex;
}
