import { batch, computed, type ReadonlySignal, type Signal, signal } from '@preact/signals';
import { messageOf } from '../../src/shared/assert.ts';
import type { SpanId, TraceId } from '../../src/shared/ids.ts';
import { unpackTrace } from '../../src/shared/packedTrace.ts';
import type { CompareChoice, WaterfallHostApi } from '../../src/shared/waterfallProtocol.ts';
import { type Comparison, compareTraces } from '../../src/trace/compareTraces.ts';
import { makeTraceModel, type TraceModel } from './traceModel.ts';
import type { ViewState } from './viewState.ts';

type Remote = Pick<WaterfallHostApi, 'compareWith'>;

/** The trace that the tab "Compare" shows beside the one in view: what was before, beside what is now. */
export class ComparedTrace {
  readonly #remote: Remote;
  readonly #view: ViewState;
  readonly before: Signal<TraceModel | undefined> = signal(undefined);
  /** Why there is none; empty where there is one, or nobody has asked. */
  readonly problem = signal('');
  readonly isAsking = signal(false);
  readonly comparison: ReadonlySignal<Comparison | undefined>;
  readonly differencesOnly = signal(true);
  /** Numbers of the rows whose children are hidden. */
  readonly collapsed: Signal<ReadonlySet<number>> = signal(new Set());

  constructor(remote: Remote, view: ViewState) {
    this.#remote = remote;
    this.#view = view;
    this.comparison = computed(() => {
      const [before, now] = [this.before.value, view.model.value];
      if (before === undefined || before.columns.traceId !== view.comparedTo.value) return undefined;
      return now && compareTraces(before.columns, now.columns);
    });
  }

  /** Asks for another trace and shows it; what the user does not choose changes nothing. */
  async choose(choice: CompareChoice): Promise<void> {
    const shownTrace = this.#shownTrace();
    this.isAsking.value = true;
    try {
      const found = await this.#remote.compareWith(choice);
      if (found === undefined || this.#shownTrace() !== shownTrace) return;
      const before = makeTraceModel(unpackTrace(found.packed), found.services);
      batch(() => {
        this.problem.value = '';
        this.before.value = before;
        this.collapsed.value = new Set();
        this.#view.comparedTo.value = before.columns.traceId;
        this.#view.tab.value = 'compare';
      });
    } catch (error) {
      this.problem.value = messageOf(error);
    } finally {
      this.isAsking.value = false;
    }
  }

  /** After a reload only the id of the other trace is there. */
  restore(): void {
    const traceId = this.#view.comparedTo.value;
    const known = this.before.value?.columns.traceId;
    if (traceId !== undefined && known !== traceId && !this.isAsking.value) {
      void this.choose({ kind: 'trace', traceId });
    }
  }

  /** The span of the trace before, where a row has one. */
  spanBefore(index: number): { readonly traceId: TraceId; readonly spanId: SpanId } | undefined {
    const before = this.before.value;
    if (before === undefined || index < 0) return undefined;
    return { traceId: before.columns.traceId, spanId: before.idOf(index) };
  }

  toggle(row: number): void {
    const collapsed = new Set(this.collapsed.value);
    if (!collapsed.delete(row)) collapsed.add(row);
    this.collapsed.value = collapsed;
  }

  #shownTrace(): TraceId | undefined {
    return this.#view.model.value?.columns.traceId;
  }
}
