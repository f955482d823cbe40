import { formatDuration } from '../../src/shared/duration.ts';
import type { TraceModel } from './traceModel.ts';

/** Figures below this share of the trace are not worth a sentence. */
const leastShare = 0.0005;
/** From here on children ran beside each other rather than one after the other. */
const leastConcurrency = 1.05;

/** What a span's time means for the trace, in short sentences: what it costs, what it could cost, what ran beside. */
export function timeWords(model: TraceModel, span: number): string[] {
  const { path, columns } = model;
  const least = Math.max(1, leastShare * columns.durationNano);
  const critical = path.total[span] as number;
  const drag = model.dragAndSlack().drag[span] ?? 0;
  const slack = model.dragAndSlack().slack[span] ?? 0;
  const beside = model.concurrency().of[span] ?? 0;
  return [
    critical > 0 ? `On the critical path for ${formatDuration(critical)}` : '',
    drag >= least ? `Without it the trace ends at most ${formatDuration(drag)} earlier` : '',
    critical === 0 && slack >= least ? `Could take ${formatDuration(slack)} longer for free` : '',
    beside >= leastConcurrency ? `${beside.toFixed(1)} of its children run at a time` : '',
  ].filter((words) => words !== '');
}
