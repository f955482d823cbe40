import { type SdkAdvice, sdkAdvice } from '../launch/sdkAdvice.ts';
import { type Disposable, DisposableStore } from '../shared/disposable.ts';
import { Emitter, type Event } from '../shared/event.ts';
import type { LaunchRecord, LaunchRecords } from './launchRecords.ts';

/** Why a program that was launched to be traced has sent nothing, and what to type. */
export interface SilentProgram {
  readonly sentence: string;
  readonly command?: string;
}

interface Parts {
  readonly records: Pick<LaunchRecords, 'onDidAdd'>;
  readonly traffic: Event<{ readonly spans: number }>;
  readonly timer: { after(millis: number, run: () => void): Disposable };
}

/** Programs that have sent nothing by then probably never will. */
const patienceMillis = 15_000;

/** Notices launches after which no span came, and what their programs lack. */
export class MissingSpans implements Disposable {
  readonly #timer: Parts['timer'];
  readonly #owned = new DisposableStore();
  readonly #changes = this.#owned.register(new Emitter<SilentProgram | undefined>());
  /** `undefined` once spans come. */
  readonly onDidChange = this.#changes.event;
  #silent: SilentProgram | undefined;
  #spans = 0;

  constructor({ records, traffic, timer }: Parts) {
    this.#timer = timer;
    this.#owned.register(records.onDidAdd((record) => this.#watch(record)));
    this.#owned.register(traffic(({ spans }) => this.#count(spans)));
  }

  get current(): SilentProgram | undefined {
    return this.#silent;
  }

  dispose(): void {
    this.#owned.dispose();
  }

  #count(spans: number): void {
    const more = spans > this.#spans;
    this.#spans = spans;
    if (more) this.#tell(undefined);
  }

  #watch(record: LaunchRecord): void {
    const { directory } = record;
    if (directory === undefined) return;
    const before = this.#spans;
    this.#owned.register(
      this.#timer.after(patienceMillis, () => {
        if (this.#spans <= before) void this.#advise(record.name, directory);
      }),
    );
  }

  async #advise(name: string, directory: string): Promise<void> {
    const advice = await sdkAdvice(directory);
    if (advice !== undefined && !this.#owned.disposed) this.#tell(silentProgram(name, advice));
  }

  #tell(silent: SilentProgram | undefined): void {
    if (this.#silent === silent) return;
    this.#silent = silent;
    this.#changes.fire(silent);
  }
}

function silentProgram(name: string, { reason, command, start }: SdkAdvice): SilentProgram {
  const sentence = `"${name}" sent no spans. ${reason}`;
  return command === undefined
    ? { sentence: `${sentence} ${start}` }
    : { sentence: `${sentence} Run this in its folder. ${start}`, command };
}
