import { messageOf } from '../shared/assert.ts';
import { type Disposable, DisposableStore } from '../shared/disposable.ts';
import { Emitter, type Event } from '../shared/event.ts';
import type { CollectorApi } from '../shared/protocol.ts';
import type { ReadCollectorSettings } from './collectorSettingsReader.ts';
import { type HeaderValues, resolveHeaders } from './headerReferences.ts';

/** What a push needs of the window. */
export interface PushSource {
  readonly api: Pick<CollectorApi, 'configure'>;
  /** A collector answers from now on. */
  readonly onDidReconnect: Event<void>;
  /** The user's settings, or a secret, have changed. */
  readonly onDidChangeSettings: Event<unknown>;
  readonly isReady: () => boolean;
  /** The settings as they are now. */
  readonly read: () => ReadCollectorSettings;
  readonly values: HeaderValues;
  /** Shows a sentence, with a way to the settings. */
  readonly report: (sentence: string) => void;
}

/**
 * Tells the collector the settings that it takes while it runs, whenever one answers and whenever they change. Every
 * window does; they agree, since the settings are of the machine.
 */
export class CollectorSettingsPush implements Disposable {
  readonly #source: PushSource;
  readonly #owned = new DisposableStore();
  readonly #pushes = this.#owned.register(new Emitter<void>());
  #turn: Promise<void> = Promise.resolve();
  #reported = '';

  /** The collector works by the settings as they are. */
  readonly onDidPush = this.#pushes.event;

  constructor(source: PushSource) {
    this.#source = source;
    this.#owned.register(source.onDidReconnect(() => void this.push()));
    this.#owned.register(source.onDidChangeSettings(() => void this.push()));
  }

  /** One after the other, so that the last settings are those that stay; never rejects. */
  push(): Promise<void> {
    this.#turn = this.#turn.then(() => this.#push());
    return this.#turn;
  }

  dispose(): void {
    this.#owned.dispose();
  }

  async #push(): Promise<void> {
    if (this.#owned.disposed || !this.#source.isReady()) return;
    try {
      this.#report(await this.#configure());
      this.#pushes.fire();
    } catch (error) {
      // A collector that has gone meanwhile says so by the status, and is told again when it is back.
      if (this.#source.isReady()) this.#report(messageOf(error));
    }
  }

  /** What is right is taken, whatever is wrong besides; answers that, or nothing. */
  async #configure(): Promise<string> {
    const { settings, problems } = this.#source.read();
    const { forwards } = settings;
    const resolved = await resolveHeaders(forwards ?? [], this.#source.values);
    await this.#source.api.configure(
      forwards === undefined ? settings : { ...settings, forwards: resolved.forwards },
    );
    return oneSentence([...problems, ...resolved.problems]);
  }

  /** Once for each problem, however often the collector is told. */
  #report(problem: string): void {
    if (problem === this.#reported) return;
    this.#reported = problem;
    if (problem !== '') this.#source.report(problem);
  }
}

function oneSentence([first = '', ...others]: readonly string[]): string {
  return others.length === 0 ? first : `${first} (${others.length} more)`;
}
