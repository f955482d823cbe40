import type { TraceColumns } from '../../src/shared/traceColumns.ts';
import { bottlenecks } from '../../src/trace/bottlenecks.ts';
import { clockSkew } from '../../src/trace/clockSkew.ts';
import { compareTraces } from '../../src/trace/compareTraces.ts';
import { criticalPath } from '../../src/trace/criticalPath.ts';
import { dragAndSlack } from '../../src/trace/dragAndSlack.ts';
import { flameLayout } from '../../src/trace/flameLayout.ts';
import { LaneLevels } from '../../src/trace/laneLevels.ts';
import { noiseOf } from '../../src/trace/noise.ts';
import { selfTimes } from '../../src/trace/selfTime.ts';
import { ServiceGraphBuilder } from '../../src/trace/serviceGraph.ts';
import { groupByOperation } from '../../src/trace/spanGroups.ts';
import { statistics } from '../../src/trace/statistics.ts';
import { type TestSpan, traceOfSpans } from '../unit/support/traceText.ts';
import { seededRandom } from '../unit/trace/randomSpans.ts';
import { figure, type Row } from './figures.ts';

const spans = 100_000;
const rounds = 7;

/** What each analysis of a large trace costs, in ratio to one sort of its spans by start. */
export function benchAnalyses(): readonly Row[] {
  const trace = traceOfSpans(mixedSpans());
  const path = criticalPath(trace);
  const times = { self: selfTimes(trace), critical: path.total };
  const reference = millisOf(() => trace.start.slice().sort());
  const analyses: readonly (readonly [string, () => unknown])[] = [
    ['self time', () => selfTimes(trace)],
    ['critical path', () => criticalPath(trace)],
    ['drag and slack', () => dragAndSlack(trace, path)],
    ['findings', () => bottlenecks(trace, path)],
    ['statistics', () => statistics(trace, groupByOperation(trace), times)],
    ['noise', () => noiseOf(trace)],
    ['clock skew', () => clockSkew(trace)],
    ['flame lanes', () => new LaneLevels(trace, flameLayout(trace))],
    ['comparison with itself', () => compareTraces(trace, trace)],
    ['service graph', () => graphOf(trace)],
  ];
  return analyses.map(([name, run]) =>
    figure(`Analyses of 100,000 spans: ${name}, ms`, millisOf(run), '≤ 100', 'one sort by start', reference),
  );
}

function graphOf(trace: TraceColumns): unknown {
  const builder = new ServiceGraphBuilder();
  builder.add(trace, () => undefined);
  return builder.finish(1);
}

/** Median, since the first rounds are not compiled yet. */
function millisOf(run: () => unknown): number {
  const millis = Array.from({ length: rounds }, () => {
    const start = performance.now();
    run();
    return performance.now() - start;
  }).sort((a, b) => a - b);
  return millis[rounds >> 1] ?? 0;
}

/** A service's requests within a long root: calls, statements one by one, and a fan-out, at random times. */
function mixedSpans(): TestSpan[] {
  const random = seededRandom(7);
  const ends: number[] = [1e9];
  const starts: number[] = [0];
  return Array.from({ length: spans }, (_, index) => {
    if (index === 0) return { name: 'root', service: 'service 0', start: 0, end: 1e9 };
    const above = Math.floor(index * random() ** 2);
    const length = (ends[above] ?? 0) - (starts[above] ?? 0);
    const start = Math.floor((starts[above] ?? 0) + random() * length * 0.8);
    const end = Math.floor(start + random() * 0.2 * length);
    starts.push(start);
    ends.push(end);
    return {
      parent: (above + 1).toString(16),
      name: `operation ${Math.floor(random() * 40)}`,
      service: `service ${Math.floor(random() * 8)}`,
      note: `SELECT ${Math.floor(random() * 500)}`,
      kind: (['client', 'server', 'internal'] as const)[Math.floor(random() * 3)] ?? 'internal',
      status: random() < 0.02 ? ('error' as const) : ('unset' as const),
      start,
      end,
    };
  });
}
