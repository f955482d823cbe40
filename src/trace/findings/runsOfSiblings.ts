import type { SpanIndex } from '../../shared/ids.ts';
import { spanKinds } from '../../shared/spanKind.ts';
import type { TraceColumns } from '../../shared/traceColumns.ts';
import { isAfter } from '../siblingFold.ts';
import { alikeTexts } from './alikeTexts.ts';

const client = spanKinds.indexOf('client');

/**
 * Calls `visit` with the children of each parent that did the same (equal name, service and kind) one after the other,
 * by start; others may stand between them. Names of calls are equal but for values, since some have an id in them. A child that overlaps the one before begins another run. Runs of one are
 * left out, and so are parents off the critical path. Linear.
 */
export function forEachRun(
  trace: TraceColumns,
  onPath: Float64Array,
  visit: (members: readonly SpanIndex[]) => void,
): void {
  const { subtree, service, name, kind, strings } = trace;
  const alike = alikeTexts(strings);
  const runs = new Map<number, SpanIndex[]>();
  for (let parent = 0; parent < trace.count; parent++) {
    const end = parent + (subtree[parent] as number);
    if (end - parent < 3 || onPath[parent] === 0) continue;
    for (let child = parent + 1; child < end; child += subtree[child] as number) {
      const called = kind[child] === client ? alike(name[child] as number) : (name[child] as number);
      const what = (called * strings.length + (service[child] as number)) * 8 + (kind[child] as number);
      const run = runs.get(what);
      const before = run?.at(-1);
      if (run !== undefined && before !== undefined && isAfter(trace, child, before))
        run.push(child as SpanIndex);
      else {
        if (run !== undefined && run.length > 1) visit(run);
        runs.set(what, [child as SpanIndex]);
      }
    }
    for (const run of runs.values()) if (run.length > 1) visit(run);
    runs.clear();
  }
}
