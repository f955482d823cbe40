import type { TraceId } from '../../shared/ids.ts';
import type { Comparable } from '../../shared/protocol.ts';
import { wordsOfHex } from '../store/hexOfWords.ts';
import { noRow, rowMask } from '../store/spanChunk.ts';
import type { TraceStore } from '../store/traceStore.ts';
import { ProcessRuns } from './processRuns.ts';
import type { TraceList } from './traceList.ts';

const mostOthers = 50;
/** Traces that are looked at, and of those with the same root the ones that are told apart by run, the latest first. */
const mostTraces = 100_000;
const mostAlike = 10_000;

/** Slots of the traces of one run, the one that started last first. */
type Run = readonly number[];

/** Finds traces with the same root: name and service of the root span, or of the earliest where there is no root. */
export class ComparableTraces {
  readonly #store: TraceStore;
  readonly #list: TraceList;
  readonly #runs: ProcessRuns;

  constructor(store: TraceStore, list: TraceList) {
    this.#store = store;
    this.#list = list;
    this.#runs = new ProcessRuns(store);
  }

  of(traceId: TraceId): Comparable {
    const slot = this.#store.index.findTrace(wordsOfHex(traceId));
    if (slot < 0) return { previousRun: undefined, others: [] };
    const alike = this.#alike(slot);
    const previous = this.#previousOf(slot, alike);
    return {
      previousRun: previous < 0 ? undefined : this.#list.summary(previous),
      others: alike
        .filter((other) => other !== slot)
        .slice(0, mostOthers)
        .map((other) => this.#list.summary(other)),
    };
  }

  /** The trace itself is among them, unless too many came after it. */
  #alike(slot: number): readonly number[] {
    const wanted = this.#rootOf(slot);
    const alike: number[] = [];
    for (const other of this.#list.newestFirst().subarray(0, mostTraces)) {
      const root = this.#rootOf(other);
      if (root.name !== wanted.name || root.service !== wanted.service) continue;
      alike.push(other);
      if (alike.length === mostAlike) break;
    }
    return alike;
  }

  /** Runs that were begun by debugging or by a person tell more surely than processes do. */
  #previousOf(slot: number, alike: readonly number[]): number {
    const { run } = this.#store.index.traces;
    const own = run[slot] as number;
    const before = own === 0 ? [] : this.#latestRunBefore(own, alike);
    return before.length > 0 ? this.#medianOf(before) : this.#previousProcess(slot, alike);
  }

  /** Of the newest run before that has such traces, these; runs are numbered in order, from 1. */
  #latestRunBefore(own: number, alike: readonly number[]): Run {
    const { run } = this.#store.index.traces;
    const earlier = alike.filter((slot) => run[slot] !== 0 && (run[slot] as number) < own);
    const latest = earlier.reduce((best, slot) => Math.max(best, run[slot] as number), 0);
    return earlier.filter((slot) => run[slot] === latest);
  }

  /** The trace of median duration of the process before, or −1. */
  #previousProcess(slot: number, alike: readonly number[]): number {
    const own = this.#runs.of(this.#rootOf(slot).resource);
    if (own === undefined) return -1;
    const runs = this.#byRun(alike);
    const begun = this.#startOf(firstOf(runs.get(own) ?? [slot]));
    runs.delete(own);
    // Programs that run at the same time are not one after the other, though one began first; the end of one may overlap.
    const before = [...runs.values()].filter((run) => this.#startOf(middleOf(run)) < begun);
    const latest = before.reduce<Run | undefined>(
      (best, run) =>
        best === undefined || this.#startOf(firstOf(run)) > this.#startOf(firstOf(best)) ? run : best,
      undefined,
    );
    return latest === undefined ? -1 : this.#medianOf(latest);
  }

  #byRun(slots: readonly number[]): Map<string, number[]> {
    const runs = new Map<string, number[]>();
    for (const slot of slots) {
      const run = this.#runs.of(this.#rootOf(slot).resource);
      if (run === undefined) continue;
      const members = runs.get(run);
      if (members === undefined) runs.set(run, [slot]);
      else members.push(slot);
    }
    return runs;
  }

  /** Traces whose root is missing are compared with only where there are no others. */
  #medianOf(run: Run): number {
    const { root } = this.#store.index.traces;
    const whole = run.filter((slot) => root[slot] !== noRow);
    const durations = new Map(
      (whole.length > 0 ? whole : run).map((slot) => [slot, this.#list.durationOf(slot)]),
    );
    const sorted = [...durations].sort(([, a], [, b]) => a - b);
    return sorted[(sorted.length - 1) >> 1]?.[0] ?? -1;
  }

  #rootOf(slot: number): { readonly name: number; readonly service: number; readonly resource: number } {
    const { traces, rows, groups } = this.#store.index;
    const root = traces.root[slot] as number;
    const row = root === noRow ? (traces.earliest[slot] as number) : root;
    const chunk = rows.chunk(row);
    const group = chunk.group[row & rowMask] as number;
    return {
      name: chunk.name[row & rowMask] as number,
      service: groups.service[group] as number,
      resource: groups.resource[group] as number,
    };
  }

  /** Nanoseconds since the epoch, to within 256. */
  #startOf(slot: number): number {
    const { startHigh, startLow } = this.#store.index.traces;
    return (startHigh[slot] as number) * 2 ** 32 + (startLow[slot] as number);
  }
}

function firstOf(run: Run): number {
  return run[run.length - 1] as number;
}

function middleOf(run: Run): number {
  return run[run.length >> 1] as number;
}
