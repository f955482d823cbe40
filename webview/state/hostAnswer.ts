import { effect, type ReadonlySignal, type Signal, signal } from '@preact/signals';
import { messageOf } from '../../src/shared/assert.ts';
import { Throttle } from './throttle.ts';
import type { TraceModel } from './traceModel.ts';

/** While a trace grows, what is told of it is asked for at most this often. */
const askMillis = 1000;

/**
 * Something the host tells of the trace in view: asked for when it is looked at for the first time, and again for
 * each version while somebody looks. An answer in view stays until the next has come; another trace begins anew.
 */
export class HostAnswer<T> {
  readonly #ask: () => Promise<T>;
  readonly #model: ReadonlySignal<TraceModel | undefined>;
  readonly #throttle = new Throttle(askMillis, () => void this.#askNow());
  readonly value: Signal<T | undefined> = signal(undefined);
  /** Why there is no answer; empty where there is one. */
  readonly problem = signal('');
  #askedOf = '';
  #traceId = '';

  constructor(ask: () => Promise<T>, model: ReadonlySignal<TraceModel | undefined>) {
    this.#ask = ask;
    this.#model = model;
    effect(() => this.#forgetOthers(model.value));
  }

  /** To be called by who looks at it, for each version of the trace. */
  want(): void {
    const model = this.#model.peek();
    if (model === undefined || versionOf(model) === this.#askedOf) return;
    this.#throttle.request();
  }

  retry(): void {
    this.#askedOf = '';
    this.problem.value = '';
    this.want();
  }

  #forgetOthers(model: TraceModel | undefined): void {
    if (model === undefined || model.columns.traceId === this.#traceId) return;
    this.#traceId = model.columns.traceId;
    this.#askedOf = '';
    this.value.value = undefined;
    this.problem.value = '';
  }

  async #askNow(): Promise<void> {
    const model = this.#model.peek();
    if (model === undefined) return;
    const version = versionOf(model);
    this.#askedOf = version;
    try {
      const answer = await this.#ask();
      if (model.columns.traceId !== this.#traceId) return;
      this.value.value = answer;
      this.problem.value = '';
    } catch (error) {
      if (this.value.value === undefined) this.problem.value = messageOf(error);
    }
  }
}

function versionOf({ columns }: TraceModel): string {
  return `${columns.traceId} ${columns.version}`;
}
