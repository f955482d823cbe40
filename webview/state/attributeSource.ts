import { effect, type ReadonlySignal, type Signal, signal, untracked } from '@preact/signals';
import type { AttributeColumn, AttributeKey } from '../../src/shared/traceAttributes.ts';
import type { WaterfallHostApi } from '../../src/shared/waterfallProtocol.ts';
import type { TraceModel } from './traceModel.ts';

/** In one question. */
const mostKeys = 32;

type Remote = Pick<WaterfallHostApi, 'attributes' | 'attributeKeys'>;

/**
 * Attributes of the trace in view, as columns: asked for when somebody reads one for the first time, and again
 * for each version of the trace. Reading is reactive: whoever read a column in an effect or a component hears
 * when it is there.
 */
export class AttributeSource {
  readonly #remote: Remote;
  readonly #model: ReadonlySignal<TraceModel | undefined>;
  readonly #columns = new Map<string, Signal<AttributeColumn | undefined>>();
  readonly #wanted = new Set<string>();
  readonly #keys: Signal<readonly AttributeKey[]> = signal([]);
  /** Trace and version that the columns, and the keys, belong to. */
  #columnsOf = '';
  #keysOf = '';
  #asking = false;

  constructor(remote: Remote, model: ReadonlySignal<TraceModel | undefined>) {
    this.#remote = remote;
    this.#model = model;
    effect(() => this.#renew(model.value));
  }

  /** The values of an attribute by span; `undefined` until they have come. */
  column(key: string): AttributeColumn | undefined {
    let column = this.#columns.get(key);
    if (column === undefined) {
      column = signal(undefined);
      this.#columns.set(key, column);
      this.#want(key);
    }
    return column.value;
  }

  /** The keys that spans of the trace have; empty until they have come. */
  keys(): readonly AttributeKey[] {
    const version = untracked(() => versionOf(this.#model.value));
    if (version !== this.#keysOf) {
      this.#keysOf = version;
      void this.#askKeys();
    }
    return this.#keys.value;
  }

  /** A newer version has other spans: columns of the older one would be read at wrong places. */
  #renew(model: TraceModel | undefined): void {
    if (versionOf(model) === this.#columnsOf) return;
    this.#columnsOf = versionOf(model);
    for (const [key, column] of this.#columns) {
      column.value = undefined;
      this.#want(key);
    }
  }

  /** All that is wanted in one turn is one question. */
  #want(key: string): void {
    this.#wanted.add(key);
    if (this.#asking) return;
    this.#asking = true;
    queueMicrotask(() => void this.#ask());
  }

  async #ask(): Promise<void> {
    const keys = [...this.#wanted].slice(0, mostKeys);
    for (const key of keys) this.#wanted.delete(key);
    this.#asking = this.#wanted.size > 0;
    if (this.#asking) queueMicrotask(() => void this.#ask());
    if (this.#columnsOf === '') return;
    try {
      const answer = await this.#remote.attributes({ keys });
      // The page soon hears of a version that it does not have yet, and asks again.
      const model = untracked(() => this.#model.value);
      if (model === undefined || versionOf(model) !== this.#columnsOf) return;
      if (answer?.traceId !== model.columns.traceId || answer.version !== model.columns.version) return;
      for (const column of answer.columns) {
        const known = this.#columns.get(column.key);
        if (known !== undefined) known.value = inOrderOf(model, column);
      }
    } catch (error) {
      // Rows without the column are still a waterfall.
      console.error(error);
    }
  }

  async #askKeys(): Promise<void> {
    try {
      this.#keys.value = await this.#remote.attributeKeys();
    } catch (error) {
      console.error(error);
    }
  }
}

/** Spans whose clocks were moved stand in another order than the one in which their values were sent. */
function inOrderOf(model: TraceModel, column: AttributeColumn): AttributeColumn {
  const order = model.sentIndex();
  if (order === undefined) return column;
  return { ...column, value: order.map((sent) => column.value[sent] as number) };
}

function versionOf(model: TraceModel | undefined): string {
  return model === undefined
    ? ''
    : `${model.columns.traceId} ${model.columns.version} ${JSON.stringify(model.clocks)}`;
}
