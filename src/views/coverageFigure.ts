import { type Disposable, DisposableStore } from '../shared/disposable.ts';
import { Emitter, type Event } from '../shared/event.ts';
import { Throttle, type Timer } from '../shared/throttle.ts';
import { type Coverage, coverageText } from '../source/coverage.ts';

/** All sites are counted, so that it is done no oftener than is read. */
const updateMillis = 1000;

/** `92 % of spans have a line`, kept up with the sites and their lines. */
export class CoverageFigure implements Disposable {
  readonly #coverage: () => Coverage;
  readonly #owned = new DisposableStore();
  readonly #changes = this.#owned.register(new Emitter<void>());
  readonly #update: Throttle;
  #text = '';

  readonly onDidChange = this.#changes.event;

  constructor(coverage: () => Coverage, causes: readonly Event<unknown>[], timer: Timer) {
    this.#coverage = coverage;
    this.#update = this.#owned.register(new Throttle(timer, updateMillis, () => this.#count()));
    for (const cause of causes) this.#owned.register(cause(() => this.#update.request()));
  }

  /** Empty while there are no spans. */
  get text(): string {
    return this.#text;
  }

  dispose(): void {
    this.#owned.dispose();
  }

  #count(): void {
    const coverage = this.#coverage();
    const text = coverage.spans === 0 ? '' : coverageText(coverage);
    if (text === this.#text) return;
    this.#text = text;
    this.#changes.fire();
  }
}
