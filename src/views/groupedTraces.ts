import type { TraceId } from '../shared/ids.ts';
import type { CollectorApi, TraceSummary } from '../shared/protocol.ts';
import type { RecentRuns } from './recentRuns.ts';
import type { RecentTraces } from './recentTraces.ts';
import { type RunElement, runElement } from './traceElements.ts';
import { isCurrent, type TraceGroup, traceGroups } from './traceGroups.ts';

/** Traces of one run that are shown, where they are not among the newest. */
const mostOfRun = 200;
const mostRemembered = 10_000;

/** The newest traces by run; those of an older run are asked for when it is opened. */
export class GroupedTraces {
  readonly #api: Pick<CollectorApi, 'traces'>;
  readonly #traces: Pick<RecentTraces, 'page' | 'filter' | 'filterText' | 'find'>;
  readonly #runs: Pick<RecentRuns, 'all'>;
  readonly #older = new Map<TraceId, TraceSummary>();

  constructor(
    api: Pick<CollectorApi, 'traces'>,
    traces: Pick<RecentTraces, 'page' | 'filter' | 'filterText' | 'find'>,
    runs: Pick<RecentRuns, 'all'>,
  ) {
    this.#api = api;
    this.#traces = traces;
    this.#runs = runs;
  }

  get groups(): readonly TraceGroup[] {
    const { page, filterText } = this.#traces;
    const isPart = page.matched > page.traces.length;
    return traceGroups(this.#runs.all, page.traces, { isPart, isFiltered: filterText !== '' });
  }

  group(element: RunElement): TraceGroup | undefined {
    return this.groups.find((group) => runElement(group) === element);
  }

  find(traceId: TraceId): TraceSummary | undefined {
    return this.#traces.find(traceId) ?? this.#older.get(traceId);
  }

  /** Where a trace stands; `undefined` for one that is not shown. */
  elementOf(traceId: TraceId): RunElement | undefined {
    const trace = this.find(traceId);
    if (trace === undefined) return undefined;
    const found = this.groups.find(({ run, traces }) => run?.id === trace.run || traces.includes(trace));
    return found && runElement(found);
  }

  async children(element: RunElement): Promise<TraceId[]> {
    const group = this.group(element);
    if (group === undefined) return [];
    const traces = (await this.#rest(group)) ?? group.traces;
    return traces.map(({ traceId }) => traceId);
  }

  /** The traces of a run that is not wholly among the newest; where they cannot be had, those that are stay. */
  async #rest({ run, traces }: TraceGroup): Promise<readonly TraceSummary[] | undefined> {
    const { page, filter } = this.#traces;
    const isWhole = page.matched <= page.traces.length || (run?.traces ?? 0) <= traces.length;
    if (run === undefined || isWhole || isCurrent(run)) return undefined;
    const rest = await this.#api.traces({ ...filter, run: run.id, limit: mostOfRun }).catch(() => undefined);
    if (this.#older.size > mostRemembered) this.#older.clear();
    for (const trace of rest?.traces ?? []) this.#older.set(trace.traceId, trace);
    return rest?.traces;
  }
}
