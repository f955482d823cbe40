import { type Disposable, DisposableStore } from '../shared/disposable.ts';
import { Emitter, type Event } from '../shared/event.ts';
import type { CodeIndex, IndexedFacts } from './codeIndex.ts';
import { emptyIndex } from './emptyIndex.ts';
import type { FileFacts } from './syntax/fileFacts.ts';
import { within } from './within.ts';

/**
 * An index that is waited for no longer than `patienceMillis`: what is known without it is shown at once, and the rest when
 * it is told that the index has changed. A large workspace takes seconds to be looked at, and a thread may hang.
 */
export class PatientIndex implements CodeIndex, Disposable {
  readonly #index: CodeIndex;
  readonly #patienceMillis: number;
  readonly #owned = new DisposableStore();
  readonly #changes = this.#owned.register(new Emitter<void>());
  readonly onDidChange = this.#changes.event;
  readonly onDidFail: Event<unknown>;
  #last: IndexedFacts | undefined;
  /** What is waited for beyond the patience of those who asked. */
  #late: Promise<IndexedFacts> | undefined;

  constructor(index: CodeIndex, patienceMillis: number) {
    this.#index = index;
    this.#patienceMillis = patienceMillis;
    this.onDidFail = index.onDidFail ?? (() => ({ dispose: () => undefined }));
    this.#owned.register(index.onDidChange(() => this.#changes.fire()));
  }

  /** Whether all files have been looked at once. */
  get isComplete(): boolean {
    return this.#last !== undefined;
  }

  factsOf(path: string): Promise<FileFacts | undefined> {
    return this.#index.factsOf(path);
  }

  async all(): Promise<IndexedFacts> {
    if (this.#late !== undefined) return this.#last ?? (await emptyIndex.all());
    const asked = this.#index.all();
    const facts = await within(this.#patienceMillis, asked);
    if (facts === undefined) this.#waitFor(asked);
    else this.#last = facts;
    return this.#last ?? (await emptyIndex.all());
  }

  dispose(): void {
    this.#owned.dispose();
  }

  #waitFor(asked: Promise<IndexedFacts>): void {
    if (this.#late !== undefined) return;
    this.#late = asked;
    asked.then(
      (facts) => {
        this.#late = undefined;
        this.#last = facts;
        if (!this.#owned.disposed) this.#changes.fire();
      },
      // To say that it changed would make everybody ask again, and for ever. Who asks next is told why it failed.
      () => {
        this.#late = undefined;
      },
    );
  }
}
