import { type Signal, signal } from '@preact/signals';
import { messageOf } from '../../src/shared/assert.ts';
import type { CompareChoice, WaterfallHostApi } from '../../src/shared/waterfallProtocol.ts';
import { makeTraceModel, type TraceModel } from './traceModel.ts';
import type { ViewState } from './viewState.ts';

/** The other trace of the tab "Compare". */
export class ComparedTrace {
  readonly #remote: Pick<WaterfallHostApi, 'compareWith'>;
  readonly #view: ViewState;
  readonly model: Signal<TraceModel | undefined> = signal(undefined);
  /** Why there is none; empty where there is one, or nobody has asked. */
  readonly problem = signal('');

  constructor(remote: Pick<WaterfallHostApi, 'compareWith'>, view: ViewState) {
    this.#remote = remote;
    this.#view = view;
  }

  async choose(choice: CompareChoice): Promise<void> {
    try {
      const shown = await this.#remote.compareWith(choice);
      if (shown === undefined) return;
      this.problem.value = '';
      this.model.value = makeTraceModel(shown.columns, shown.services);
      this.#view.comparedTo.value = shown.columns.traceId;
      this.#view.tab.value = 'compare';
    } catch (error) {
      this.problem.value = messageOf(error);
    }
  }
}
